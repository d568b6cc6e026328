"""How hypothesis works here: as usual, or just looking for a bite (scripts/bite.py)."""

from hypothesis import Phase, settings

# A planted fault has only to be found: making the example smaller would take most of the time.
settings.register_profile("bite", phases=[Phase.generate], print_blob=False)
