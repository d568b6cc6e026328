"""What one turn of the desk changed: found once, told to each role as a merge patch to its state."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.show.words import MessageId, Role
from app.views import parts
from app.views.allow import ALLOWED, COLLECTIONS, Allowed, Fields
from app.views.hearing import audience
from app.views.merge_patch import Json
from app.views.see import STYLES, Entity, Moment, Style

_NAMED: Final = frozenset({"models", "crew", "guests", "show"})  # whose fields differ by style
_UNKEYED: Final = ("show", "run", "forecast", "house")


@dataclass(frozen=True, slots=True)
class Changed:
    """One entity before and after: None where it was not yet, or is no more."""

    id: str
    before: Entity | None
    after: Entity | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that is new or changed, or that reaches other roles than before."""

    message: Changed
    before: frozenset[Role]
    after: frozenset[Role]

    def by(self, role: Role) -> Changed | None:
        """Return what a role notices of it; None where it does not hear of it."""
        before = self.message.before if role in self.before else None
        after = self.message.after if role in self.after else None
        return Changed(self.message.id, before, after) if before or after else None


def patch(before: Moment, after: Moment, role: Role) -> Json:
    """Return the merge patch for one role; for several ask one `Step`."""
    return Step(before, after).patch(role)


class Step:
    """The way from one moment to a later one of the same show.

    Values are compared by identity first: what the show left alone costs nothing.
    """

    def __init__(self, before: Moment, after: Moment) -> None:
        assert before.show_id == after.show_id
        self.before = before
        self.after = after
        self.changed: Mapping[str, tuple[Changed, ...]] = {
            name: found
            for name in COLLECTIONS
            if (found := _changed(getattr(before.show, name), getattr(after.show, name)))
        }
        self._found: dict[tuple[str, str, bool, bool, Style | None], Json | None] = {}
        self._unaddressed: dict[tuple[int, Style], Json] = {}

    def patch(self, role: Role) -> Json:
        """Return what changes in a role's state: `{}` where nothing does. Not to be written to."""
        allowed, style = ALLOWED[role], STYLES[role]
        key = (id(allowed), style)  # roles with one list and one style share all but messages
        if key not in self._unaddressed:
            self._unaddressed[key] = self._but_messages(allowed, style)
        shared = self._unaddressed[key]
        heard = self._messages(role, allowed, style) if self.heard else None
        return {**shared, "messages": heard} if heard else shared

    @cached_property
    def heard(self) -> tuple[Heard, ...]:
        """What became of the messages, with the roles that each reaches."""
        return tuple(self._heard())

    def _heard(self) -> Iterator[Heard]:
        earlier, later = self.before.show, self.after.show
        changed = {one.id: one for one in self.changed.get("messages", ())}
        if earlier.passes is not later.passes or earlier.crew is not later.crew:
            for message in later.messages.values():  # whom it reaches may have changed
                changed.setdefault(message.id, Changed(message.id, message, message))
        for one in changed.values():
            before = audience(earlier.messages.get(MessageId(one.id)), earlier)
            after = audience(later.messages.get(MessageId(one.id)), later)
            if one.before is not one.after or before != after:
                yield Heard(one, before, after)

    def _messages(self, role: Role, allowed: Allowed, style: Style) -> Json:
        noticed = [one for heard in self.heard if (one := heard.by(role))]
        return self._told("messages", noticed, allowed["messages"], style) if noticed else {}

    def _but_messages(self, allowed: Allowed, style: Style) -> Json:
        found: Json = {}
        for name in _UNKEYED:
            if name in allowed:
                found[name] = _only(self._part(name, style), allowed[name])
        for name, changed in self.changed.items():
            if name in allowed and name != "messages":
                found[name] = self._told(name, changed, allowed[name], style)
        return {name: told for name, told in found.items() if told != {}}

    def _told(self, name: str, changed: Iterable[Changed], allowed: Fields, style: Style) -> Json:
        told = {one.id: _only(self._entity(name, one, style), allowed) for one in changed}
        return {key: fields for key, fields in told.items() if fields != {}}

    def _entity(self, name: str, one: Changed, style: Style) -> Json | None:
        key = (name, one.id, one.before is None, one.after is None, self._style(name, style))
        if key not in self._found:
            pair, moments = (one.before, one.after), (self.before, self.after)
            self._found[key] = parts.entity_change(name, pair, moments, style)
        return self._found[key]

    def _part(self, name: str, style: Style) -> Json | None:
        key = (name, "", False, False, self._style(name, style))
        if key not in self._found:
            self._found[key] = parts.PARTS[name](self.before, self.after, style)
        return self._found[key]

    def _style(self, name: str, style: Style) -> Style | None:
        return style if name in _NAMED else None


def _changed(before: Mapping[str, Entity], after: Mapping[str, Entity]) -> tuple[Changed, ...]:
    if before is after:
        return ()
    gone = [Changed(key, one, None) for key, one in before.items() if key not in after]
    new = [
        Changed(key, before.get(key), one)
        for key, one in after.items()
        if before.get(key) is not one
    ]
    return (*gone, *new)


def _only(found: Json | None, allowed: Fields) -> Json | None:
    return found and {name: told for name, told in found.items() if name in allowed}
