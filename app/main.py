"""Builds the house and opens its doors. Only here are settings read."""

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, Literal

import structlog
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from app import __version__
from app.live.clock import HouseClock
from app.live.house import House
from app.live.logs import set_up_logs
from app.storage.event_log import EventLog
from app.web.address import lan_address
from app.web.app import build_app
from app.web.doors import Doors
from app.web.entrances import BACKLOG, Entrances
from app.web.frames import MESSAGE_BYTES_MAX, Line
from app.web.guard import Names
from app.web.pages import Pages
from app.web.patience import Patient
from app.web.server import Server
from app.web.tls import CertificateHosts, Tls, usual_folder, warn_in_time

log = structlog.get_logger(__name__)

STATIC: Final = Path(__file__).parent / "static"
STOP_S: Final = 3  # for answers under way when we are told to stop; all in all it takes less than 5
IDLE_S: Final = 20  # a phone that asks again within it keeps its connection
FILES_MAX: Final = 16_384  # open at once: the largest house, twice

TOKEN_LENGTH_GOOD: Final = 16  # below it, a patient neighbour on the network finds it


class Settings(BaseModel):
    """What can be set: by an option, or by STANDBY_... in the environment."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    host: str = "0.0.0.0"  # noqa: S104  # phones on the venue's network are whom it is for
    port: Annotated[int, Field(ge=0, le=65_535)] = 8420
    https_port: Annotated[int, Field(ge=0, le=65_535)] = 8443
    tls_dir: Path | None = None  # where server.crt and server.key lie; else `tls` beside the log
    database_url: str = "sqlite:///standby.db"
    admin_token: Annotated[str | None, Field(min_length=1)] = None
    public_url: str | None = None  # how devices reach us, where a proxy stands between
    hosts: frozenset[str] = frozenset()  # further names of this server
    origins: frozenset[str] = frozenset()  # whose pages may talk to it besides its own
    trusted_proxies: str | None = None  # whose forwarding headers are believed
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    pages_dir: Path = STATIC  # the built screens
    keeper: bool = True  # a parent that restarts the server

    @model_validator(mode="before")
    @classmethod
    def _with_the_environment(cls, said: object) -> object:
        """Take from the environment what was not said otherwise."""
        assert isinstance(said, dict)
        found = {name: os.environ.get(f"STANDBY_{name.upper()}") for name in cls.model_fields}
        return {**{name: word for name, word in found.items() if word is not None}, **said}

    @property
    def tls_folder(self) -> Path:
        """Return where certificates lie, or would lie."""
        return self.tls_dir or usual_folder(self.database_url)

    @field_validator("hosts", "origins", mode="before")
    @classmethod
    def _listed(cls, said: object) -> object:
        if isinstance(said, str):
            return frozenset(part.strip() for part in said.split(",") if part.strip())
        return said


def entrances(settings: Settings) -> Entrances:
    """Return where people come in; nobody listens there yet."""
    return Entrances(
        settings.host,
        settings.port,
        https_port=settings.https_port,
        tls_folder=settings.tls_folder,
    )


def build(settings: Settings, doorway: Entrances | None = None, *, greet: bool = True) -> FastAPI:
    """Return the application on its database, which is opened here; `greet` says where it is."""
    house = House(EventLog.open(settings.database_url), HouseClock())
    tls = Tls(settings.tls_folder, lambda: doorway.https_port if doorway else None)
    doors = Doors(
        house=house,
        names=Names.of(settings.hosts, settings.origins, CertificateHosts(tls.folder)),
        pages=Pages(settings.pages_dir),
        public_url=settings.public_url,
        tls=tls,
    )

    async def introduce() -> None:
        """Say where we are; the first time also how the owner comes in, and never again."""
        made = await house.keep_owner(settings.admin_token)
        if greet:
            _say_where(settings, doorway)
        warn_in_time(tls.folder, house.clock.now_ms())
        if made is not None:
            base = _base(settings, doorway)
            sys.stdout.write(f"You are its owner with this link; keep it: {base}/#owner={made}\n")
        sys.stdout.flush()

    return build_app(doors, introduce)


def server(
    settings: Settings,
    app: FastAPI,
    doorway: Entrances | None = None,
    alive: Callable[[], None] = lambda: None,
) -> Server:
    """Return uvicorn as we run it: every option that could hurt is said out loud."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=Patient,
        ws=Line,
        ws_max_size=MESSAGE_BYTES_MAX,
        ws_per_message_deflate=False,  # four times the work for each screen
        ws_ping_interval=None,  # beats say more, and cost what a ping would
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=settings.trusted_proxies is not None,
        forwarded_allow_ips=settings.trusted_proxies or "",
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=STOP_S,
    )
    return Server(config, app.state.doors.house, doorway, alive)


def prepare(settings: Settings) -> None:
    """Set up what a server needs before anything is opened."""
    set_up_logs(settings.log_format, settings.log_level)
    _most, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= _most < FILES_MAX:  # each screen is a file
        most = FILES_MAX if allowed < 0 else min(FILES_MAX, allowed)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, allowed))


def serve(
    settings: Settings,
    doorway: Entrances,
    *,
    alive: Callable[[], None] = lambda: None,
    greet: bool = True,
) -> None:
    """Serve until told to stop: then no new commands, what has queued is written, goodbye."""
    server(settings, build(settings, doorway, greet=greet), doorway, alive).run()


def _say_where(settings: Settings, doorway: Entrances | None) -> None:
    sys.stdout.write(f"Standby {__version__} is at {_base(settings, doorway)}\n")
    if doorway is not None and doorway.https_port is not None and settings.public_url is None:
        sys.stdout.write(f"and at https://{lan_address()}:{doorway.https_port}\n")
    if settings.admin_token is not None and len(settings.admin_token) < TOKEN_LENGTH_GOOD:
        log.warning("the owner's token is short enough to be guessed")


def _base(settings: Settings, doorway: Entrances | None) -> str:
    port = settings.port if doorway is None else doorway.port
    return settings.public_url or f"http://{lan_address()}:{port}"
