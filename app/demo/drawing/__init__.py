"""Fashion croquis: every picture of the demo's looks is drawn here, with Pillow and nothing else."""
