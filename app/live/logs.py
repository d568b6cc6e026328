"""How the server writes its log: names and values, for people or for programs, never a person."""

import logging
import sys
from typing import Final, Literal

import structlog

_WITHOUT_VALUES: Final = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)


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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    libraries = logging.StreamHandler(sys.stderr)
    libraries.setFormatter(
        structlog.stdlib.ProcessorFormatter(processor=last, foreign_pre_chain=shared)
    )
    logging.basicConfig(level=logging.WARNING, handlers=[libraries], force=True)
