"""`standby version`: which build this is."""

from app import __version__


def version() -> None:
    """Print the version."""
    print(__version__)
