"""The collection: forty looks in five acts, from dusk to moonlight. All of it invented."""

from typing import Final

from app.demo.collection import bloom, dusk, moonlight, moss, pollen
from app.demo.wardrobe import Outfit

TITLE: Final = "Maison Ilvane · Night Garden SS27"
LOOKS: Final[tuple[Outfit, ...]] = (
    *dusk.LOOKS,
    *moss.LOOKS,
    *pollen.LOOKS,
    *bloom.LOOKS,
    *moonlight.LOOKS,
)
