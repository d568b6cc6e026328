"""What a device can do, as it says itself: for whoever looks after it, never for a rule of the show."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

# Lists of what may be in it, not of what may not: this is shown beside a name, and nobody typed it.
System = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._()/-]{0,39}$")]
Build = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,32}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Each field is absent where the device does not know, or does not say.

    `wake_lock`: its screen stays on, may go dark, or it has no way to keep it on. `storage`: marks outlast
    the page, may be cleared away by the system, or are kept nowhere. `offline`: the page opens without the
    network. `page`: the build that it shows.
    """

    system: System | None = None
    secure: bool | None = None
    wake_lock: Literal["on", "off", "none"] | None = None
    vibrate: bool | None = None
    sound: bool | None = None
    storage: Literal["kept", "may go", "none"] | None = None
    offline: bool | None = None
    page: Build | None = None
