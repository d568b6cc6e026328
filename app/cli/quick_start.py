"""Imports what serves in half the time: a laptop that was pulled from the wall is to be back within a second.

Nothing is left out. What is put off is built when it is first used, or never is: terminal art in
tracebacks, schemas of the API's own description.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel, ConfigDict


@contextmanager
def quickly() -> Iterator[None]:
    """Import in this block. Afterwards everything is as it was."""
    gc.disable()  # there is no rubbish yet, and looking for it is a tenth of the time
    try:
        with _without("rich"):
            import structlog  # noqa: F401, PLC0415 - draws with rich where it finds it; we do not
        with _schemas_later():
            import fastapi.openapi.models  # noqa: F401, PLC0415 - used when somebody asks for openapi.json
        yield
    finally:
        gc.collect()
        gc.freeze()  # what was imported stays, and is shared with every server that is forked off
        gc.enable()


@contextmanager
def _without(name: str) -> Iterator[None]:
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # an import then says so
    try:
        yield
    finally:
        del sys.modules[name]


@contextmanager
def _schemas_later() -> Iterator[None]:
    before = BaseModel.model_config
    BaseModel.model_config = ConfigDict(defer_build=True)
    try:
        yield
    finally:
        BaseModel.model_config = before
