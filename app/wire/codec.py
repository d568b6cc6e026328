"""Frames from a client, read: whatever comes in, it is a message or a reason to hang up."""

from collections.abc import Mapping
from typing import Final

from app.show.words import Why
from app.wire.adapters import Malformed, reader_of
from app.wire.close import CloseCode
from app.wire.messages import (
    COMMAND_ID,
    PENDING_MAX,
    PROTOCOL,
    ClientMessage,
    CommandAsked,
    CommandUnread,
    DeviceChanged,
    Hello,
    Ping,
    Resume,
    Seen,
)
from app.wire.strict_json import NotStrict, read_strict

FRAME_BYTES_MAX: Final = 16_384  # PROTOCOL.md 4; the longest note with its command is under 4 KiB
_KINDS: Final[Mapping[str, type[Seen | Ping | Resume | DeviceChanged]]] = {
    "seen": Seen,
    "ping": Ping,
    "resume": Resume,
    "device": DeviceChanged,
}


class BadFrame(Exception):
    """A frame after which the conversation is over. `close_code` says why, `detail` says it to people."""

    def __init__(self, close_code: CloseCode, detail: str) -> None:
        super().__init__(detail)
        self.close_code = close_code
        self.detail = detail


def read_frame(raw: bytes | str) -> ClientMessage:
    """Return what a client says.

    A command that can be answered by its id never raises: it comes back as `CommandUnread`.

    Raises:
        BadFrame: everything else that is not understood.
    """
    size = len(raw) if isinstance(raw, bytes) else len(raw.encode(errors="replace"))
    if size > FRAME_BYTES_MAX:
        raise BadFrame(CloseCode.TOO_LARGE, f"A message has at most {FRAME_BYTES_MAX} bytes.")
    try:
        return _message(read_strict(raw))
    except (NotStrict, Malformed) as wrong:
        raise BadFrame(CloseCode.MALFORMED, str(wrong)) from None


def read_asked(frame: Mapping[str, object]) -> CommandAsked | CommandUnread:
    """Return a command from its frame without `type`: what is posted over HTTP.

    Raises:
        Malformed: it has no id by which it could be answered.
    """
    command_id = frame.get("id")
    if not isinstance(command_id, str) or not COMMAND_ID.fullmatch(command_id):
        raise Malformed("A command has an id of 8 to 64 characters.")
    if command_id.startswith("clock:"):
        raise Malformed("Ids that begin with clock: are the house's own.")
    try:
        return reader_of(CommandAsked).from_outside(frame)
    except Malformed as wrong:
        return CommandUnread(id=command_id, why=Why.MALFORMED, detail=str(wrong))


def _message(frame: object) -> ClientMessage:
    if not isinstance(frame, dict):
        raise Malformed("A message is an object.")
    name = frame.pop("type", None)
    if name == "command":
        return read_asked(frame)
    if name == "hello":
        return _hello(frame)
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise Malformed("The message has a type that is not known.")
    return reader_of(kind).from_outside(frame)


def _hello(frame: dict[str, object]) -> Hello:
    if frame.get("protocol") != PROTOCOL:  # before the rest: a later protocol may have more fields
        raise BadFrame(CloseCode.PROTOCOL_NOT_SPOKEN, f"This server speaks protocol {PROTOCOL}.")
    pending = frame.get("pending")
    if isinstance(pending, list) and len(pending) > PENDING_MAX:
        raise BadFrame(CloseCode.TOO_LARGE, f"At most {PENDING_MAX} pending ids are answered.")
    return reader_of(Hello).from_outside(frame)
