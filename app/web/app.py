"""The doors, put together: every route, and what each request passes on its way."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from app import __version__
from app.web import (
    commands,
    devices,
    health,
    join,
    log,
    look_pictures,
    passes,
    report,
    screens,
    shows,
    state,
    trust,
)
from app.web.doors import Doors
from app.web.errors import CatchesFaults, answer_errors
from app.web.guard import Guard
from app.web.socket import take_socket

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    trust.router,
    join.router,
    shows.router,
    state.router,
    commands.router,
    log.router,
    report.router,
    passes.router,
    devices.router,
    look_pictures.router,
)


class App(FastAPI):
    """FastAPI, past which the live sockets go: its layers would cost each of them 10 KB."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a socket to its door, and everything else to the routes."""
        if scope["type"] == "websocket":
            scope["app"] = self
            await take_socket(WebSocket(scope, receive, send))
        else:
            await super().__call__(scope, receive, send)


def build_app(doors: Doors, introduce: Callable[[], Awaitable[None]]) -> FastAPI:
    """Return the application. It opens the house when it starts, and closes it at the end.

    `introduce` is called in between, when the log can be read and nobody is let in yet.
    """

    @asynccontextmanager
    async def evening(_app: FastAPI) -> AsyncIterator[None]:
        doors.house.start()
        try:
            await introduce()
            yield
        finally:
            await doors.house.close()

    app = App(
        title="Standby",
        version=__version__,
        lifespan=evening,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # they would come from the internet
        redoc_url=None,
        middleware=[
            Middleware(
                Guard,
                names=doors.names,
                tls=doors.tls,
                resting=lambda: doors.house.is_resting,
            ),
            Middleware(CatchesFaults),
        ],
    )
    app.state.doors = doors
    answer_errors(app)
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(screens.router)  # last: it answers whatever nobody else does
    return app
