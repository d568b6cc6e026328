"""The porter: who comes in with which token, and as what."""

from collections import OrderedDict
from typing import Final

from app.live.clock import Clock
from app.live.ids import hashed_token
from app.live.venue import Venue
from app.live.visitor import THE_OWNER, Stranger, Visitor, visitor
from app.show.words import PassId
from app.storage.event_log import NoSuchShow
from app.storage.keyring import Keyring

TOKENS_MAX: Final = 5_000  # remembered: when a house reconnects, nobody waits for the disk


class Porter:
    """Knows tokens by their hash. What a pass allows stands in the show, which is asked each time."""

    def __init__(self, keyring: Keyring, venue: Venue, clock: Clock) -> None:
        self._keyring = keyring
        self._venue = venue
        self._clock = clock
        self._owner_hash: str | None = None
        self._opens: OrderedDict[str, tuple[str, str]] = OrderedDict()

    async def is_owner(self, token: str) -> bool:
        """Tell whether `token` is the owner's."""
        if self._owner_hash is None:
            self._owner_hash = await self._keyring.owner_token_hash()
        return hashed_token(token) == self._owner_hash

    async def let_in(self, token: str, show_id: str) -> Visitor:
        """Return who comes with `token` to this show.

        Raises Stranger; NotAnyMore; NoSuchShow also where the token is for another show.
        """
        if await self.is_owner(token):
            await self._venue.opened(show_id)
            return THE_OWNER
        of_show, pass_id = await self._opened_by(token)
        if of_show != show_id:
            raise NoSuchShow(show_id)
        desk = (await self._venue.opened(show_id)).desk
        return visitor(desk.moment.show, PassId(pass_id), self._clock.now_ms())

    async def show_of(self, token: str) -> str | None:
        """Return the show that `token` is for; None is the owner's answer: all."""
        if await self.is_owner(token):
            return None
        return (await self._opened_by(token))[0]

    async def _opened_by(self, token: str) -> tuple[str, str]:
        token_hash = hashed_token(token)
        known = self._opens.get(token_hash)
        if known is None:
            key = await self._keyring.by_token(token_hash)
            if key is None:
                raise Stranger
            known = (key.show_id, key.pass_id)
            self._opens[token_hash] = known
            if len(self._opens) > TOKENS_MAX:
                self._opens.popitem(last=False)
        self._opens.move_to_end(token_hash)
        return known
