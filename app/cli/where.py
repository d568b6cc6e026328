"""Where the shows are: behind a running server's doors, or in a database that nobody serves."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Protocol, TypeVar

import orjson

from app.demo.office import NotDone, Office
from app.files.bundle import export_bundle
from app.live.clock import HouseClock
from app.live.house import House
from app.live.ids import new_ref
from app.live.opening import open_show
from app.show.bundle import LoadPlan
from app.show.forecast import forecast
from app.show.words import OWNER, Ref, Refused, Role
from app.storage.event_log import CannotOpen, EventLog, NoSuchShow
from app.storage.single_server import AlreadyServed
from app.views.see import Moment, see
from app.web.pictures import packed
from app.web.problems import Problem
from app.web.shows import with_pictures_redrawn
from app.wire.commands import read_plan

Json = Mapping[str, object]
T = TypeVar("T")


class Where(Protocol):
    """Either of the two. Every method blocks, and raises NotDone with a sentence for people."""

    def shows(self) -> list[Json]: ...
    def take_in(self, bundle: Json) -> str: ...
    def plan(self, show: str) -> Json: ...
    def log(self, show: str) -> Iterator[Json]: ...
    def state(self, show: str) -> Json: ...


def where(url: str | None, token: str, database_url: str) -> Where:
    """Return the server that was named, else the database."""
    return Served(Office(url, token)) if url else Shelved(database_url)


def the_show(place: Where, asked: str | None) -> str:
    """Return the id of the show that is meant: by id, by how its title begins, or the only one.

    Raises:
        NotDone: none or several are meant; the sentence lists what there is.
    """
    shows = place.shows()
    meant = [show for show in shows if asked is None or _is_meant(show, asked)]
    if len(meant) == 1:
        return str(meant[0]["id"])
    if not shows:
        raise NotDone("There is no show here.")
    listed = "\n".join(f"  {show['id']}  {show['title']}" for show in shows)
    raise NotDone(f"Which show? There are:\n{listed}")


def _is_meant(show: Json, asked: str) -> bool:
    return show["id"] == asked or str(show["title"]).casefold().startswith(asked.casefold())


class Served:
    """Shows that a running server has."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def shows(self) -> list[Json]:
        found: list[Json] = orjson.loads(self._office.get("/shows"))
        return found

    def take_in(self, bundle: Json) -> str:
        return str(self._office.post("/shows", bundle)["id"])

    def plan(self, show: str) -> Json:
        return self._object(f"/shows/{show}/export.json")

    def log(self, show: str) -> Iterator[Json]:
        for line in self._office.get(f"/shows/{show}/log.ndjson").splitlines():
            yield orjson.loads(line)

    def state(self, show: str) -> Json:
        state = self._object(f"/shows/{show}/state")["state"]
        assert isinstance(state, dict), "PROTOCOL.md 3"
        return state

    def _object(self, path: str) -> Json:
        found: Json = orjson.loads(self._office.get(path))
        return found


class Shelved:
    """Shows in a database, opened for each errand and closed again."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    def shows(self) -> list[Json]:
        async def listed(house: House) -> list[Json]:
            return [{"id": row.id, "title": row.title} for row in await house.venue.shows()]

        return self._in(listed)

    def take_in(self, bundle: Json) -> str:
        async def made(house: House) -> str:
            asked = await with_pictures_redrawn(read_plan(bundle, new_ref))
            assert isinstance(asked.command, LoadPlan)
            desk = await house.venue.create(asked, asked.command.plan.title, OWNER)
            return desk.show_id

        return self._in(made)

    def plan(self, show: str) -> Json:
        async def written(house: House) -> Json:
            moment = await _moment(house, show)
            pictures = await _pictures(house.event_log, moment)
            return export_bundle(moment, pictures.get)

        return self._in(written)

    def log(self, show: str) -> Iterator[Json]:
        async def read(house: House) -> list[Json]:
            return [
                {
                    "seq": entry.seq,
                    "at": entry.at_ms,
                    "id": entry.command_id,
                    "actor": orjson.loads(entry.actor),
                    "command": orjson.loads(entry.command),
                    "events": orjson.loads(entry.events),
                }
                for entry in await house.event_log.read(show, 0)
            ]

        yield from self._in(read)

    def state(self, show: str) -> Json:
        async def seen(house: House) -> Json:
            return see(await _moment(house, show), Role.OWNER)

        return self._in(seen)

    def _in(self, errand: Callable[[House], Awaitable[T]]) -> T:
        async def run() -> T:
            house = House(EventLog.open(self._url), HouseClock())
            try:
                return await errand(house)
            finally:
                await house.close()

        try:
            return asyncio.run(run())
        except AlreadyServed as server:
            hint = "Name the server with --url, and its token in STANDBY_ADMIN_TOKEN."
            raise NotDone(f"{server}\n{hint}") from None
        except CannotOpen as why:
            raise NotDone(str(why)) from None
        except NoSuchShow as unknown:
            raise NotDone(f"There is no show {unknown}.") from None
        except (Refused, Problem) as refused:
            raise NotDone(refused.detail) from None


async def _moment(house: House, show: str) -> Moment:
    opened = await open_show(house.event_log, show)
    return Moment(show_id=show, show=opened.show, forecast=forecast(opened.show), told=opened.told)


async def _pictures(event_log: EventLog, moment: Moment) -> dict[Ref, str]:
    found: dict[Ref, str] = {}
    for look in moment.show.looks.values():
        side = await event_log.side(moment.show_id, look.picture) if look.picture else None
        if side is not None and look.picture is not None:
            found[look.picture] = packed(side.value)
    return found
