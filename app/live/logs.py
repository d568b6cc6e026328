"""How the server writes its log: names and values, for people or for programs, never a person."""

import logging
import sys
from contextlib import suppress
from typing import Final, Literal, TextIO, cast

import structlog

_WITHOUT_VALUES: Final = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)


class _Willing:
    """A stream as far as it takes anything: on a full disk a line is lost, and not the show it is about."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what can be written."""
        with suppress(OSError, ValueError):  # full, hung up, closed
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Let it out, where it goes."""
        with suppress(OSError, ValueError):
            self._stream.flush()


def willing(stream: TextIO) -> TextIO:
    """Return a stream of which no write ever fails."""
    return cast("TextIO", _Willing(stream))


def set_up_logs(
    form: Literal["console", "json"], level: Literal["debug", "info", "warning", "error"]
) -> None:
    """Write our own log, and that of the libraries from warnings on, to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor
    if form == "json":
        # Without the values of local variables: among them are tokens, PINs, names and measurements.
        shared.append(structlog.processors.ExceptionRenderer(_WITHOUT_VALUES))
        last = structlog.processors.JSONRenderer()
    else:
        plain = structlog.dev.plain_traceback
        colors = sys.stderr.isatty()
        last = structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(willing(sys.stderr)),
        cache_logger_on_first_use=True,
    )
    libraries = logging.StreamHandler(willing(sys.stderr))
    libraries.setFormatter(
        structlog.stdlib.ProcessorFormatter(processor=last, foreign_pre_chain=shared)
    )
    logging.basicConfig(level=logging.WARNING, handlers=[libraries], force=True)
