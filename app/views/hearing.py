"""Which roles hear a message: those it is addressed to, who sent it, and those who run the evening."""

from app.show.message import Message, MessageKind
from app.show.state import Show
from app.show.words import CrewId, Department, PassId, Role
from app.views.allow import ALLOWED, HEAR_ALL, IN_ROOMS

_ANNOUNCED = frozenset({MessageKind.CHANGE, MessageKind.CALL})
_BY_LOOKS = frozenset(role for role, allowed in ALLOWED.items() if "looks" in allowed)
_LISTEN = frozenset(role for role, allowed in ALLOWED.items() if "messages" in allowed)


def audience(message: Message | None, show: Show) -> frozenset[Role]:
    """Return the roles of whose state a message is a part: nobody's, where there is no message."""
    if message is None:
        return frozenset()
    reached = {message.sent_role, *HEAR_ALL}
    for address in message.to:
        reached |= _reached(address, show)
    if message.kind in _ANNOUNCED:  # made by the show itself: looks and revisions, no words
        reached |= _BY_LOOKS
    if Role.DRESSER in reached:
        reached.add(Role.HEAD_DRESSER)  # who steps in when a dresser does not answer
    return _LISTEN & reached


def _reached(address: str, show: Show) -> frozenset[Role]:
    kind, _, name = address.partition(":")
    if kind == "all":
        return _LISTEN
    if kind == "room":
        return IN_ROOMS
    if kind == "role":
        return frozenset(role for role in Role if role == name)
    if kind == "department":
        return frozenset({Role.FRONT_OF_HOUSE if name == Department.FL else Role.OPERATOR})
    holder = show.passes.get(PassId(name)) if kind == "pass" else show.crew.get(CrewId(name))
    return frozenset({holder.role} if holder else ())
