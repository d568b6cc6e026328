"""Passes: made with their secrets, exchanged for a device's token, taken back."""

import asyncio
from dataclasses import dataclass
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from app.live.asking import Asking
from app.live.clock import Clock
from app.live.desk import Desk
from app.live.ids import (
    hashed_code,
    hashed_token,
    new_code,
    new_command_id,
    new_pass_id,
    new_pin,
    new_ref,
    new_token,
    tidy_code,
)
from app.live.venue import Venue
from app.live.visitor import NotAnyMore, Stranger, Visitor, visitor
from app.show.crew import AddPass, RevokePass
from app.show.words import NAME, Actor, Instant, PassId, Refused, Role, Scope, Why
from app.storage.event_log import Clash, Side
from app.storage.keyring import Key, Keyring
from app.wire.adapters import Malformed
from app.wire.commands import body_fingerprint, command_json
from app.wire.personal import take_aside

NEEDS_PIN: Final = frozenset({Role.PRODUCER, Role.CALLER})
NEVER_GIVEN: Final = frozenset({Role.OWNER, Role.CLOCK})
MAY_MAKE_PRODUCERS: Final = frozenset({Role.PRODUCER, Role.OWNER})
_CODES_TRIED_MAX: Final = 5  # two alike among 5e11: once is a wonder

# OWASP's smallest Argon2id: 19 MB and about 30 ms, on a thread.
_pins: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class WrongPin(Exception):
    """The code is right; the PIN beside it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A pass that somebody asks for."""

    role: Role
    label: str
    scope: Scope
    expires_in_ms: int | None = None
    pin: bool = True  # where the role has one


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new pass with its secrets, which are told once."""

    id: PassId
    token: str
    code: str
    pin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Whom a code is for; the door is still closed."""

    show_id: str
    visitor: Visitor
    label: str | None
    pin_hash: str | None


class Passes:
    """Keeps the keyring and the show in step: the one holds secrets, the other what they allow."""

    def __init__(self, keyring: Keyring, venue: Venue, clock: Clock) -> None:
        self._keyring = keyring
        self._venue = venue
        self._clock = clock
        # Of this process only, so that a QR code can be shown again; the keyring has hashes.
        self._codes: dict[tuple[str, PassId], str] = {}

    async def make(self, desk: Desk, wanted: Wanted, by: Visitor) -> Made:
        """Add a pass to the show. Raises Refused; Malformed for a label that is none."""
        if not wanted.label.strip():
            raise Malformed("label: Say whose pass it is.")
        if wanted.role in NEVER_GIVEN:
            raise Refused(Why.MALFORMED, "No pass has that role.")
        if wanted.role is Role.PRODUCER and by.role not in MAY_MAKE_PRODUCERS:
            raise Refused(Why.FORBIDDEN, "Only a producer lets in another producer.")
        if not (wanted.pin or by.is_owner):
            raise Refused(Why.FORBIDDEN, "Only the owner lets somebody in without a PIN.")
        pass_id = PassId(new_pass_id())
        pin = new_pin() if wanted.pin and wanted.role in NEEDS_PIN else None
        made = Made(id=pass_id, token=new_token(), code=new_code(), pin=pin)
        expires_at = self._expiry(wanted)
        await self._add(desk, made, wanted, by.actor, expires_at)
        return await self._keep(desk.show_id, made, expires_at)

    async def revoke(self, desk: Desk, pass_id: PassId, by: Visitor) -> None:
        """Take a pass back: its code opens nothing more, and its devices are told why."""
        await _house_asks(desk, RevokePass(pass_id=pass_id), by.actor)
        self._codes.pop((desk.show_id, pass_id), None)
        key = Key(
            show_id=desk.show_id, pass_id=pass_id, code_hash=None, pin_hash=None, expires_at_ms=None
        )
        await self._keyring.add(key)

    def code_of(self, show_id: str, pass_id: PassId) -> str | None:
        """Return a pass's join code while this process still knows it."""
        return self._codes.get((show_id, pass_id))

    async def invited(self, typed: str) -> Invited:
        """Return whom a code is for. Raises Stranger or NotAnyMore."""
        code_hash = await asyncio.to_thread(hashed_code, tidy_code(typed))
        key = await self._keyring.by_code(code_hash)
        if key is None:
            raise Stranger
        moment = (await self._venue.opened(key.show_id)).desk.moment
        found = visitor(moment.show, PassId(key.pass_id), self._clock.now_ms())
        label = moment.told.get(found.label) if found.label else None
        return Invited(
            show_id=key.show_id,
            visitor=found,
            label=None if label is None else str(label),
            pin_hash=key.pin_hash,
        )

    async def enter(self, invited: Invited, pin: str) -> str:
        """Open the door: return a token for this device. Raises WrongPin or NotAnyMore."""
        if invited.pin_hash is not None:
            await _check_pin(invited.pin_hash, pin)
        token, pass_id = new_token(), invited.visitor.actor.pass_id
        if not await self._keyring.add_token(invited.show_id, pass_id, hashed_token(token)):
            raise NotAnyMore
        return token

    def _expiry(self, wanted: Wanted) -> Instant | None:
        if wanted.expires_in_ms is None:
            return None
        return Instant(self._clock.now_ms() + wanted.expires_in_ms)

    async def _add(
        self, desk: Desk, made: Made, wanted: Wanted, by: Actor, expires_at: Instant | None
    ) -> None:
        label = take_aside(wanted.label, NAME, "label", new_ref)
        command = AddPass(
            pass_id=made.id,
            role=wanted.role,
            label=label.ref,
            scope=wanted.scope,
            expires_at=expires_at,
        )
        side = Side(ref=label.ref, kind=label.kind, value=label.value)
        await _house_asks(desk, command, by, sides=(side,))

    async def _keep(self, show_id: str, made: Made, expires_at: Instant | None) -> Made:
        pin_hash = await asyncio.to_thread(_pins.hash, made.pin) if made.pin else None
        code = made.code
        for _attempt in range(_CODES_TRIED_MAX):
            key = Key(
                show_id=show_id,
                pass_id=made.id,
                code_hash=await asyncio.to_thread(hashed_code, code),
                pin_hash=pin_hash,
                expires_at_ms=expires_at,
            )
            try:
                await self._keyring.add(key, hashed_token(made.token))
            except Clash:
                code = new_code()
                continue
            self._codes[(show_id, made.id)] = code
            return Made(id=made.id, token=made.token, code=code, pin=made.pin)
        raise AssertionError("chance gives the same code again and again")


async def _house_asks(
    desk: Desk, command: AddPass | RevokePass, by: Actor, sides: tuple[Side, ...] = ()
) -> None:
    asking = Asking(
        id=new_command_id(),
        command=command,
        actor=by,
        fingerprint=body_fingerprint(command_json(command), desk.salt),
        sides=sides,
    )
    await desk.take(asking)


async def _check_pin(pin_hash: str, pin: str) -> None:
    try:
        await asyncio.to_thread(_pins.verify, pin_hash, pin)
    except VerifyMismatchError:
        raise WrongPin from None
