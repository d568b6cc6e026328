"""Draws a look: its outfit on a person, on the set, as a small webp that any screen can show."""

from base64 import b64encode
from typing import Final

from app.demo.drawing import figure, garments, hair, overcoats
from app.demo.drawing.accessories import HELD, WORN
from app.demo.drawing.backdrop import backdrop
from app.demo.drawing.brush import Colour, Sheet
from app.demo.drawing.figure import LEFT_ARM, RIGHT_ARM, Person, Pose
from app.demo.drawing.shoes import SHOES
from app.demo.wardrobe import Layer, Outfit

BYTES_MAX: Final = 12_000  # forty of them must load over a venue's Wi-Fi at once
QUALITIES: Final = (84, 78, 70, 60, 48, 36)
TINTS: Final[dict[str, Colour]] = {
    "dusk": (88, 98, 128),
    "moss": (98, 116, 102),
    "pollen": (172, 146, 108),
    "bloom": (160, 108, 120),
    "moonlight": (112, 118, 142),
}
BEHIND_THE_HEAD: Final = frozenset({"veil"})


def draw_look(outfit: Outfit, who: Person) -> bytes:
    """Return the picture of a look, at most 12 KB."""
    sheet = paint(outfit, who)
    for quality in QUALITIES:
        picture = sheet.webp(quality)
        if len(picture) <= BYTES_MAX:
            return picture
    raise AssertionError("A picture of 360 by 540 does not fit into 12 KB.")


def picture_uri(picture: bytes) -> str:
    return "data:image/webp;base64," + b64encode(picture).decode()


def paint(outfit: Outfit, who: Person) -> Sheet:
    """Paint from the back to the front: set, train, legs, body, clothes, arms, head, jewels."""
    sheet = Sheet(backdrop(TINTS[outfit.act]))
    left, right = outfit.arms.split()
    pose = Pose(left=left, right=right)
    _extras(sheet, outfit, pose, BEHIND_THE_HEAD)
    for layer in outfit.layers("train"):
        garments.train(sheet, layer.cloth)
    hair.behind(sheet, who)
    _legs(sheet, outfit, who)
    figure.torso(sheet, who)
    _clothes(sheet, outfit)
    _arms(sheet, outfit, who, pose)
    for layer in outfit.layers("cape"):
        overcoats.cape(sheet, layer.cloth, hem=layer.hem, spread=layer.flare)
    figure.head(sheet, who)
    hair.before(sheet, who)
    named = frozenset(layer.cut for layer in outfit.layers("extra"))
    _extras(sheet, outfit, pose, named - BEHIND_THE_HEAD - {"opera gloves", "gloves"})
    return sheet


def _legs(sheet: Sheet, outfit: Outfit, who: Person) -> None:
    tights = outfit.layers("tights")
    skin = tights[0].cloth.colour if tights else who.skin
    figure.legs(sheet, Person(skin=skin, hair=who.hair, style=who.style))
    for layer in outfit.layers("shoes"):
        SHOES[layer.cut](sheet, layer.cloth.colour)


def _clothes(sheet: Sheet, outfit: Outfit) -> None:
    tops = outfit.layers("bodice")
    loose = [layer for layer in tops if layer.hem > 220]
    for layer in tops:
        if layer not in loose:
            garments.bodice(sheet, layer.cut, layer.cloth, hem=layer.hem)
    for layer in outfit.layers("trousers", "skirt", "tiers"):
        _below(sheet, layer)
    for layer in loose:
        garments.bodice(sheet, layer.cut, layer.cloth, hem=layer.hem)
    for layer in outfit.layers("coat"):
        overcoats.coat(sheet, layer.cloth, hem=layer.hem, flare=layer.flare, lining=layer.trim)
    for layer in outfit.layers("closed coat"):
        overcoats.closed_coat(sheet, layer.cloth, hem=layer.hem, flare=layer.flare, belt=layer.trim)


def _below(sheet: Sheet, layer: Layer) -> None:
    if layer.part == "trousers":
        garments.trousers(sheet, layer.cut, layer.cloth)
    elif layer.part == "tiers":
        garments.tiers(sheet, layer.cloth, layer.ends)
    else:
        garments.skirt(sheet, layer.cut, layer.cloth)


def _arms(sheet: Sheet, outfit: Outfit, who: Person, pose: Pose) -> None:
    for bones in (LEFT_ARM[pose.left], RIGHT_ARM[pose.right]):
        figure.arm(sheet, who, bones)
    _extras(sheet, outfit, pose, frozenset({"gloves", "opera gloves"}))
    for bones in (LEFT_ARM[pose.left], RIGHT_ARM[pose.right]):
        for layer in outfit.layers("sleeves"):
            garments.sleeve(sheet, layer.cut, layer.cloth, bones)


def _extras(sheet: Sheet, outfit: Outfit, pose: Pose, cuts: frozenset[str]) -> None:
    for layer in outfit.layers("extra"):
        if layer.cut in cuts & HELD.keys():
            HELD[layer.cut](sheet, layer.cloth.colour, pose)
        elif layer.cut in cuts:
            WORN[layer.cut](sheet, layer.cloth.colour)
