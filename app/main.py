"""Builds the house and opens its doors. Only here are settings read."""

import socket
import sys
from pathlib import Path
from typing import Annotated, Final, Literal

import structlog
import uvicorn
from fastapi import FastAPI
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app import __version__
from app.live.clock import HouseClock
from app.live.house import House
from app.live.logs import set_up_logs
from app.storage.event_log import EventLog
from app.web.address import lan_address
from app.web.app import build_app
from app.web.doors import Doors
from app.web.frames import MESSAGE_BYTES_MAX, Line
from app.web.guard import Names
from app.web.pages import Pages

log = structlog.get_logger(__name__)

STATIC: Final = Path(__file__).parent / "static"
STOP_S: Final = 3  # for answers under way when we are told to stop; all in all it takes less than 5
IDLE_S: Final = 20  # a phone that asks again within it keeps its connection
BACKLOG: Final = 4_096  # a whole house that reconnects at once

TOKEN_LENGTH_GOOD: Final = 16  # below it, a patient neighbour on the network finds it

Names_ = Annotated[frozenset[str], NoDecode]


class Settings(BaseSettings):
    """What can be set: by an option, or by STANDBY_... in the environment."""

    model_config = SettingsConfigDict(env_prefix="STANDBY_", extra="ignore", frozen=True)

    host: str = "0.0.0.0"  # noqa: S104  # phones on the venue's network are whom it is for
    port: Annotated[int, Field(ge=0, le=65_535)] = 8420
    database_url: str = "sqlite:///standby.db"
    admin_token: Annotated[str | None, Field(min_length=1)] = None
    public_url: str | None = None  # how devices reach us, where a proxy stands between
    hosts: Names_ = frozenset()  # further names of this server
    origins: Names_ = frozenset()  # whose pages may talk to it besides its own
    trusted_proxies: str | None = None  # whose forwarding headers are believed
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("hosts", "origins", mode="before")
    @classmethod
    def _listed(cls, said: object) -> object:
        if isinstance(said, str):
            return frozenset(part.strip() for part in said.split(",") if part.strip())
        return said


def build(settings: Settings) -> FastAPI:
    """Return the application on its database, which is opened here."""
    house = House(EventLog.open(settings.database_url), HouseClock())
    doors = Doors(
        house=house,
        names=Names.of(settings.hosts, settings.origins),
        pages=Pages(STATIC),
        public_url=settings.public_url,
    )

    async def introduce() -> None:
        """Say where we are; the first time also how the owner comes in, and never again."""
        made = await house.keep_owner(settings.admin_token)
        base = doors.public_url or f"http://{lan_address()}:{settings.port}"
        sys.stdout.write(f"Standby {__version__} is at {base}\n")
        if settings.admin_token is not None and len(settings.admin_token) < TOKEN_LENGTH_GOOD:
            log.warning("the owner's token is short enough to be guessed")
        if made is not None:
            sys.stdout.write(f"You are its owner with this link; keep it: {base}/#owner={made}\n")
        sys.stdout.flush()

    return build_app(doors, introduce)


def server(settings: Settings, app: FastAPI) -> uvicorn.Server:
    """Return uvicorn as we run it: every option that could hurt is said out loud."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http="httptools",
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
    return _Server(config, app.state.doors.house)


def serve(settings: Settings) -> None:
    """Serve until told to stop: then no new commands, what has queued is written, goodbye."""
    set_up_logs(settings.log_format, settings.log_level)
    server(settings, build(settings)).run()


class _Server(uvicorn.Server):
    """Lets the desks finish before the lines are cut."""

    def __init__(self, config: uvicorn.Config, house: House) -> None:
        super().__init__(config)
        self._house = house

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        log.info("stopping")
        await self._house.rest()
        await super().shutdown(sockets)
