"""The stage door: `python -m app` is the same as `standby`."""

from app.cli import main

if __name__ == "__main__":
    main()
