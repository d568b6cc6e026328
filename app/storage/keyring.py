"""The keys to the door: hashes of tokens, join codes and PINs, which never enter the log."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, insert, select, update

from app.storage.engine import Link
from app.storage.entries import EVERY_SHOW, Clash
from app.storage.event_log import EventLog
from app.storage.tables import passes, settings, tokens

_OWNER = "owner_token_hash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What opens one pass. Whether it has expired is for the caller to judge."""

    show_id: str
    pass_id: str
    code_hash: str | None
    pin_hash: str | None
    expires_at_ms: int | None


class Keyring:
    """Keeps hashes only: who reads the database can't get in with what stands there."""

    def __init__(self, log: EventLog) -> None:
        """Use the threads and the database of `log`, and end with it."""
        self._log = log

    async def owner_token_hash(self) -> str | None:
        """Return the hash of the owner's token, or None before the first start."""
        return await self._log.reader.ask(EVERY_SHOW, _owner)

    async def set_owner_token_hash(self, token_hash: str, *, if_absent: bool = False) -> str:
        """Keep the owner's token; return what holds now: the older one with `if_absent`."""

        def keep(link: Link) -> str:
            known = _owner(link)
            if known is None:
                link.execute(insert(settings), {"name": _OWNER, "value": token_hash})
            elif if_absent or known == token_hash:
                return known
            else:
                link.execute(
                    update(settings).where(settings.c.name == _OWNER).values(value=token_hash)
                )
            return token_hash

        return await self._log.writer.do(keep)

    async def add(self, key: Key, token_hash: str | None = None) -> None:
        """Keep `key`, with the token of its first device if it has one.

        A key for the same pass takes the place of the old one; devices that were let in stay in.
        Raises Clash (on "once") when the code already opens another pass, or the token any.
        """

        def keep(link: Link) -> None:
            by_code = select(passes).where(passes.c.code_hash == key.code_hash)
            holder = _first(link, by_code) if key.code_hash is not None else None
            if holder is not None and _name(holder) != _name(key):
                raise Clash("once", "code")
            if _first(link, select(passes).where(*_pass(*_name(key)))) is None:
                link.execute(insert(passes), asdict(key))
            else:
                link.execute(update(passes).where(*_pass(*_name(key))).values(**asdict(key)))
            if token_hash is not None:
                _keep_token(link, _name(key), token_hash)

        await self._log.writer.do(keep)

    async def add_token(self, show_id: str, pass_id: str, token_hash: str) -> bool:
        """Let one more device in under a pass; False when the pass is not there (any more)."""

        def keep(link: Link) -> bool:
            if _first(link, select(passes).where(*_pass(show_id, pass_id))) is None:
                return False
            _keep_token(link, (show_id, pass_id), token_hash)
            return True

        return await self._log.writer.do(keep)

    async def by_token(self, token_hash: str) -> Key | None:
        """Return what a device's token opens."""
        statement = select(passes).join(tokens).where(tokens.c.token_hash == token_hash)
        return await self._log.reader.ask(EVERY_SHOW, lambda link: _first(link, statement))

    async def by_code(self, code_hash: str) -> Key | None:
        """Return what a join code opens."""
        statement = select(passes).where(passes.c.code_hash == code_hash)
        return await self._log.reader.ask(EVERY_SHOW, lambda link: _first(link, statement))

    async def revoke(self, show_id: str, pass_id: str) -> None:
        """Throw the key away, with the tokens of all its devices; harmless when repeated."""
        await self._log.writer.do(
            lambda link: link.execute(delete(passes).where(*_pass(show_id, pass_id)))
        )

    async def for_show(self, show_id: str) -> dict[str, Key]:
        """Return every key of a show, by pass."""
        statement = select(passes).where(passes.c.show_id == show_id)
        return await self._log.reader.ask(
            show_id,
            lambda link: {key.pass_id: key for key in map(_key, link.rows(statement))},
        )


def _owner(link: Link) -> str | None:
    row = link.first(select(settings.c.value).where(settings.c.name == _OWNER))
    return None if row is None else str(row.value)


def _keep_token(link: Link, of_pass: tuple[str, str], token_hash: str) -> None:
    row = link.first(select(tokens).where(tokens.c.token_hash == token_hash))
    if row is None:
        show_id, pass_id = of_pass
        values = {"token_hash": token_hash, "show_id": show_id, "pass_id": pass_id}
        link.execute(insert(tokens), values)
    elif (row.show_id, row.pass_id) != of_pass:
        raise Clash("once", "token")


def _first(link: Link, statement: Select[Any]) -> Key | None:
    row = link.first(statement)
    return None if row is None else _key(row)


def _key(row: Row[Any]) -> Key:
    return Key(
        show_id=row.show_id,
        pass_id=row.pass_id,
        code_hash=row.code_hash,
        pin_hash=row.pin_hash,
        expires_at_ms=row.expires_at_ms,
    )


def _name(key: Key) -> tuple[str, str]:
    return key.show_id, key.pass_id


def _pass(show_id: str, pass_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return passes.c.show_id == show_id, passes.c.pass_id == pass_id
