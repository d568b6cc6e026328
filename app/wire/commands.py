"""Commands as they are asked, and as they are kept in the log."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from app.show.show import Command
from app.show.words import NOTE, Ref, Refused, Why
from app.views.plain import plain_fields
from app.wire.adapters import Malformed, reader_of
from app.wire.inward import Aside, lawful
from app.wire.names import COMMANDS, NEVER_ASKED, type_name
from app.wire.personal import NewRef, SideValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command that was understood. `sides` go into the same transaction as its entry."""

    command: Command
    override: Ref | None = None
    sides: tuple[SideValue, ...] = ()


def read_command(body: Mapping[str, object], new_ref: NewRef) -> Asked:
    """Return the command that somebody outside asks for: `{"type":"go","look":"l16","override":"..."?}`.

    Raises:
        Refused: `unknown_command`, or `malformed` naming the field.
    """
    name = body.get("type")
    if not isinstance(name, str):
        raise Refused(Why.MALFORMED, "A command has a type.")
    if name in NEVER_ASKED or name not in COMMANDS:
        raise Refused(Why.UNKNOWN_COMMAND, f"There is no command {name[:40]!r}.")
    return _asked(COMMANDS[name], body, new_ref)


def read_plan(bundle: Mapping[str, object], new_ref: NewRef) -> Asked:
    """Return the command that loads a plan bundle, the first entry of a show."""
    return _asked(COMMANDS["load_plan"], {"type": "load_plan", "plan": bundle}, new_ref)


def command_json(command: Command) -> dict[str, object]:
    """Return a command as the log keeps it: references in place of what is personal."""
    return {"type": type_name(type(command)), **plain_fields(command)}


def read_logged_command(found: Mapping[str, object]) -> Command:
    """Return what `command_json` wrote.

    Raises:
        Malformed: the log says something that this version does not know.
    """
    return _read_logged(found)


def body_fingerprint(body: Mapping[str, object], salt: bytes) -> str:
    """Return what tells whether the same id came with the same command.

    Keyed, so that nobody guesses from the log what a purged note said.
    """
    canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(canonical, key=salt[:64], digest_size=16).hexdigest()


def _asked(kind: type, body: Mapping[str, object], new_ref: NewRef) -> Asked:
    aside = Aside(new_ref)
    try:
        override = _override(body.get("override"), aside)
        rest = {key: value for key, value in body.items() if key not in ("type", "override")}
        command: Command = reader_of(kind).from_outside(lawful(kind, rest, aside))
    except Malformed as wrong:
        raise Refused(Why.MALFORMED, str(wrong)) from None
    return Asked(command=command, override=override, sides=tuple(aside.values))


def _override(reason: object, aside: Aside) -> Ref | None:
    if reason is None:
        return None
    if isinstance(reason, str) and not reason.strip():
        raise Malformed("override: The reason is blank.")
    return Ref(aside.take(reason, NOTE, "override"))


def _read_logged(found: Mapping[str, object]) -> Command:
    rest = dict(found)
    name = rest.pop("type", None)
    if not isinstance(name, str) or name not in COMMANDS:
        raise Malformed(f"There is no command {name!r}.")
    command: Command = reader_of(COMMANDS[name]).from_log(rest)
    return command
