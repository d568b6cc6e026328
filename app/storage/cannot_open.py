"""Why a database can't be opened, in a sentence for who stands at the laptop, and what to do."""

from app.storage.engine import Database


def why_not_opened(why: BaseException, database: Database | None = None) -> str:
    """Return the sentence; it names the file where there is one."""
    if isinstance(why, OSError):
        return f"The database can't be opened: {why.strerror}: {why.filename}"
    own = getattr(why, "orig", None) or why
    said = str(own).strip().partition("\n")[0]
    if database is None or not isinstance(own, database.error):
        return said if isinstance(why, RuntimeError | ValueError) else _not_opened(said)
    if database.file is None:
        return _not_opened(said)
    if database.found_corruption(own):
        return (
            f"{database.file} is damaged ({said}), and nothing was written to it. "
            f"Put a copy in its place: standby restore COPY --to {database.file}"
        )
    if "full" in said:
        return f"There is no room left beside {database.file} ({said}). Make some, and start again."
    return f"{database.file} can't be opened: {said}"


def _not_opened(said: str) -> str:
    return f"The database can't be opened: {said}"
