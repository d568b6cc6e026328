"""The figure: a walking croquis nine heads tall, with a face, hair and two arms that may be posed."""

from dataclasses import dataclass
from typing import Final

from app.demo.drawing.brush import Colour, Path, Point, Sheet, darker, fold, lighter, line, mix
from app.demo.drawing.cloth import Cloth

# Bones: shoulder, elbow, wrist of each arm; hip, knee, ankle of each leg.
LEFT_ARM: Final = {
    "down": ((152.5, 133), (141, 203), (143, 266)),
    "back": ((152.5, 133), (137, 200), (147, 258)),
    "hip": ((152.5, 133), (121, 190), (155, 231)),
}
RIGHT_ARM: Final = {
    "down": ((207.5, 133), (220, 203), (218, 266)),
    "back": ((207.5, 133), (224, 200), (214, 258)),
    "hip": ((207.5, 133), (240, 190), (205, 231)),
}
FRONT_LEG: Final = ((191, 262), (187, 364), (183, 470))
BACK_LEG: Final = ((165, 262), (169, 360), (171, 452))
TORSO: Final[Path] = (
    (174, 100),
    (173.5, 112),
    (163, 121),
    (149, 127.5),
    (150, 140),
    (155, 154),
    (155, 168),
    (160, 190),
    (162, 211),
    (155, 234),
    (149, 256),
    (152, 272),
    (178, 284),
    (206, 272),
    (208, 256),
    (203, 234),
    (197, 211),
    (199, 190),
    (205, 168),
    (205, 154),
    (210, 140),
    (211, 127.5),
    (197, 121),
    (186.5, 112),
    (186, 100),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """How the model of a picture looks; invented, like her name."""

    skin: Colour
    hair: Colour
    style: str
    lips: Colour = (158, 60, 66)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    left: str = "down"
    right: str = "down"


def legs(sheet: Sheet, who: Person) -> None:
    """Draw both legs and bare feet; shoes, skirts and trousers come over them."""
    skin, shadow = (
        Cloth(colour=who.skin, sheen=0.2),
        Cloth(colour=darker(who.skin, 0.26), sheen=0.1),
    )
    ink = darker(who.skin, 0.5)
    back = line("165,258 166,310 169,360 168,398 171,452")
    sheet.limb(back, [34, 26, 16, 17.5, 7.5], shadow, ink=ink)
    sheet.fill(line("168,449 166,464 169,484 174,480 175,462 174.5,449"), shadow)
    front = line("191,258 190,312 187,364 187,400 183,472")
    sheet.limb(
        front,
        [35, 27, 17, 18.5, 8],
        skin,
        ink=ink,
        folds=[fold("194,350 193,366 190,374", width=4, weight=0.5)],
    )
    sheet.fill(line("179.5,468 177,484 181,504 186,503 189,486 187,468"), skin)


def torso(sheet: Sheet, who: Person) -> None:
    skin = Cloth(colour=who.skin, sheen=0.2)
    sheet.fill(TORSO, skin, ink=darker(who.skin, 0.5))
    bone = darker(who.skin, 0.3)
    sheet.stroke(line("165,127 172,128 177,131"), bone, 1.2)
    sheet.stroke(line("195,127 188,128 183,131"), bone, 1.2)
    sheet.glow(line("174,104 180,109 187,103 187,112 180,116 174,112"), bone, 0.6, 2)


def arm(sheet: Sheet, who: Person, bones: tuple[Point, ...]) -> None:
    skin, ink = Cloth(colour=who.skin, sheen=0.2), darker(who.skin, 0.5)
    shoulder, elbow, wrist = bones
    middle = _middle(shoulder, elbow)
    lower = _middle(elbow, wrist)
    sheet.fill(_hand(elbow, wrist), skin, ink=ink)
    x, y = shoulder
    sheet.fill(
        [(x - 6, y + 1), (x - 4, y - 4), (x, y - 6), (x + 4, y - 4), (x + 6, y + 1), (x, y + 5)],
        skin,
    )
    sheet.limb([shoulder, middle, elbow, lower, wrist], [12, 11.5, 9, 8.8, 5.6], skin, ink=ink)


def head(sheet: Sheet, who: Person) -> None:
    """Draw the face; hair comes before and after it, by `hair_behind` and `hair_before`."""
    skin, ink = Cloth(colour=who.skin, sheen=0.16), darker(who.skin, 0.5)
    face = line("180,62 190,66 194,79 191.5,92 186,101.5 180,106 174,101.5 168.5,92 166,79 170,66")
    sheet.fill(face, skin, ink=ink)
    sheet.glow(line("187,80 191,84 189,94 184,98 185,88"), ink, 0.32, 2)
    dark = mix(who.hair, (24, 18, 22), 0.7)
    for side in (-1, 1):
        x = 180 + side * 6.6
        sheet.stroke([(x - side * 3.4, 78.4), (x, 76.6), (x + side * 4, 78)], dark, 1.3)
        sheet.fill(
            [(x - side * 3.3, 83.6), (x, 81.4), (x + side * 4, 82.6), (x, 85)],
            lighter(who.skin, 0.5),
        )
        sheet.dot((x + side * 0.2, 83.2), (1.5, 1.7), (30, 22, 24))
        sheet.stroke([(x - side * 3.6, 83.4), (x, 81), (x + side * 4.8, 81.8)], (26, 18, 22), 1.5)
    sheet.stroke(line("181,84 182,90 180,92"), darker(who.skin, 0.34), 1.0)
    sheet.fill(line("176,97 178.6,95.6 180,96.2 181.4,95.6 184,97 180,99.8"), who.lips)
    sheet.stroke(line("176.2,97.1 180,97.5 183.8,97.1"), darker(who.lips, 0.45), 0.7)


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _hand(elbow: Point, wrist: Point) -> Path:
    """Return a hand that hangs on from the forearm."""
    dx, dy = wrist[0] - elbow[0], wrist[1] - elbow[1]
    length = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / length, dy / length

    def at(along: float, across: float) -> Point:
        return wrist[0] + ux * along - uy * across, wrist[1] + uy * along + ux * across

    return [
        at(-3, -2.6),
        at(6, -4),
        at(14, -3.4),
        at(25, -0.6),
        at(24, 1.6),
        at(13, 3.6),
        at(5, 3.6),
        at(-3, 2.6),
    ]
