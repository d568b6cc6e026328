"""Starts, names and watches what runs beside each other: the only place that makes a task."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

import structlog

log = structlog.get_logger(__name__)

_STOP_S_MAX: Final = 1.0  # who has not ended by then is left behind: the process ends anyway


class Tasks:
    """Keeps every task until it ends, and makes sure that none falls silently."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(
        self,
        work: Coroutine[Any, Any, None],
        *,
        name: str,
        when_it_falls: Callable[[Exception], None] | None = None,
    ) -> asyncio.Task[None]:
        """Run `work`; when it falls, that is logged and `when_it_falls` is told."""
        task = asyncio.create_task(_watched(work, name, when_it_falls), name=name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    @property
    def names(self) -> tuple[str, ...]:
        """Return who is running."""
        return tuple(sorted(task.get_name() for task in self._running))

    async def stop(self) -> None:
        """Cancel all, and wait until they have ended."""
        running = set(self._running)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=_STOP_S_MAX)


async def _watched(
    work: Coroutine[Any, Any, None], name: str, when_it_falls: Callable[[Exception], None] | None
) -> None:
    try:
        await work
    except Exception as fault:
        log.exception("task fell", task=name)
        if when_it_falls is not None:
            when_it_falls(fault)
