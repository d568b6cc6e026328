"""Promise 8: nobody receives a field outside their role, nor anything after their pass was revoked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.venue.evening import Seen
from tests.venue.finding import Check
from tests.venue.history import Json, Line
from tests.venue.promises.allowed import NAMED_BY_EVENTS, PARTS, may_read
from tests.venue.wire import COLLECTIONS, canonical

CLOSED_WITHIN_S: Final = 1.0  # RELIABILITY.md 3: revocation cuts sockets
SLACK_S: Final = 1.0


@dataclass
class OwnRole(Check):
    """Every state and patch against the list of who may read what, and against planted words."""

    promise: int = field(default=8, init=False)
    _planted: dict[bytes, frozenset[str]] = field(default_factory=dict)
    _looked_at: set[tuple[str, int]] = field(default_factory=set)
    _revoked: dict[str, Line] = field(default_factory=dict)  # pass -> when
    _heard_last: dict[str, list[Line]] = field(default_factory=dict)  # pass -> since it was revoked
    _far: dict[str, tuple[int, Line]] = field(default_factory=dict)  # pass -> the newest it heard

    def see(self, seen: Seen) -> None:
        line = seen.line
        match line.did:
            case "planted":
                self._planted[line.more["text"].encode()] = frozenset(line.more["roles"])
            case "revoked":
                self._revoked[line.more["pass"]] = line
            case "read" if line.more["path"] == "state" and line.more["status"] == 200:
                self._state(line.more["as"], line.more["body"]["state"], line)
                self._words(line.more["as"], line.more["body"], line)
            case "heard" if seen.client is not None:
                self._heard(seen, seen.client.role, seen.client.pass_id)
            case _:
                pass

    def _heard(self, seen: Seen, role: str, pass_id: str) -> None:
        line, frame = seen.line, seen.line.frame
        if pass_id in self._revoked and frame["type"] != "pong":
            self._after_revocation(seen, pass_id)
        if frame["type"] in {"delta", "snapshot"}:
            seq: int = frame["to"] if frame["type"] == "delta" else frame["seq"]
            self._far[pass_id] = max(self._far.get(pass_id, (0, line)), (seq, line), key=_far)
        if (role, line.frame_no) in self._looked_at:
            return
        self._looked_at.add((role, line.frame_no))
        self.facts += 1
        self._words(role, frame, line)
        self._state(role, frame.get("state") or frame.get("patch") or {}, line)
        for entry in frame.get("entries", ()):
            self._events(role, entry["events"], line)

    def _state(self, role: str, found: Json, line: Line) -> None:
        for part, fields in found.items():
            if role not in PARTS.get(part, ()):
                self.broken(f"a {role} is told of {part}", _brief(line))
                continue
            whole = list(fields.values()) if part in COLLECTIONS else [fields]
            for name in sorted({name for one in whole for name in one or ()}):
                if not may_read(role, part, name):
                    self.broken(f"a {role} is told {part}.{name}", _brief(line))

    def _events(self, role: str, events: list[Json], line: Line) -> None:
        for event in events:
            for name, part in NAMED_BY_EVENTS.items():
                if name in event and role not in PARTS[part]:
                    self.broken(f"a {role} hears of a {name}: {event['type']}", _brief(line))

    def _words(self, role: str, frame: Json, line: Line) -> None:
        if not self._planted:
            return
        text = canonical(frame)
        for word, roles in self._planted.items():
            if word in text and role not in roles:
                said = f"a {role} is told {word.decode()!r}, which is for {sorted(roles)}"
                self.broken(said, _brief(line))

    def _after_revocation(self, seen: Seen, pass_id: str) -> None:
        """Over a line of ours anything may still be under way; what was said later may not."""
        line, revoked = seen.line, self._revoked[pass_id]
        self.facts += 1
        client = seen.client
        late_s = line.t - revoked.t
        if client is not None and client.direct and late_s > CLOSED_WITHIN_S + SLACK_S:
            self.broken(f"told something {late_s:.1f} s after its pass was revoked", revoked, line)

    def end(self) -> None:
        """Hold what each revoked pass heard last against the entry that revoked it."""
        for entry in self.evening.log:
            for pass_id in _revoked_by(entry):
                self.facts += 1
                far = self._far.get(pass_id)
                if far is not None and far[0] >= entry["seq"]:
                    said = f"told {far[0]}, and entry {entry['seq']} had revoked its pass"
                    self.broken(said, self._revoked.get(pass_id), far[1])


def _far(place: tuple[int, Line]) -> int:
    return place[0]


def _revoked_by(entry: Json) -> Iterator[str]:
    for event in entry["events"]:
        if event["type"] == "pass_revoked":
            yield str(event["pass"] if "pass" in event else event["pass_id"])


def _brief(line: Line) -> Line:
    shown = {key: found for key, found in line.more.items() if key != "body"}
    return Line(line.n, line.t, line.did, line.who, shown, line.frame, line.frame_no)
