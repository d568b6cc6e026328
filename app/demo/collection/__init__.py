"""The collection: forty looks in five acts, from dusk to moonlight. All of it invented."""

from typing import Final

from app.demo.collection import bloom, dusk, moonlight, moss, pollen
from app.demo.wardrobe import Outfit

TITLE: Final = "Ilvane SS27"  # as short as a wall wants it
IN_FULL: Final = "Maison Ilvane · Night Garden · Spring/Summer 27"
LOOKS: Final[tuple[Outfit, ...]] = (
    *dusk.LOOKS,
    *moss.LOOKS,
    *pollen.LOOKS,
    *bloom.LOOKS,
    *moonlight.LOOKS,
)
