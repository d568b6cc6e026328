"""Shoes, gloves, hats, bags and jewels: small things, drawn last, that make a look."""

from collections.abc import Callable
from typing import Final

from app.demo.drawing.brush import (
    Colour,
    Corner,
    Fold,
    Point,
    Sheet,
    darker,
    fold,
    lighter,
    line,
    shape,
    smooth,
)
from app.demo.drawing.cloth import Cloth
from app.demo.drawing.figure import LEFT_ARM, RIGHT_ARM, Pose

Held = Callable[[Sheet, Colour, Pose], None]
Worn = Callable[[Sheet, Colour], None]


# ---- in the hand, on the arm


def _arms(pose: Pose) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    return LEFT_ARM[pose.left], RIGHT_ARM[pose.right]


def _gloves(*, long: bool) -> Held:
    def draw(sheet: Sheet, colour: Colour, pose: Pose) -> None:
        cloth, ink = Cloth(colour=colour, sheen=0.35), darker(colour, 0.6)
        for shoulder, elbow, wrist in _arms(pose):
            share = 0.62 if long else 0.0
            top = (
                elbow[0] + (shoulder[0] - elbow[0]) * share,
                elbow[1] + (shoulder[1] - elbow[1]) * share,
            )
            if not long:
                top = (
                    elbow[0] + (wrist[0] - elbow[0]) * 0.66,
                    elbow[1] + (wrist[1] - elbow[1]) * 0.66,
                )
            middle = elbow if long else ((top[0] + wrist[0]) / 2, (top[1] + wrist[1]) / 2)
            dx, dy = wrist[0] - elbow[0], wrist[1] - elbow[1]
            size = (dx * dx + dy * dy) ** 0.5
            tip = (wrist[0] + dx / size * 24, wrist[1] + dy / size * 24)
            palm = (wrist[0] + dx / size * 9, wrist[1] + dy / size * 9)
            sheet.limb([wrist, palm, tip], [6.6, 9, 2.6], cloth, ink=ink)
            widths = [12, 10, 6.8] if long else [9.4, 8, 6.8]
            sheet.limb([top, middle, wrist], widths, cloth, ink=ink)

    return draw


def _clutch(sheet: Sheet, colour: Colour, pose: Pose) -> None:
    _, (_, _, (x, y)) = _arms(pose)
    cloth = Cloth(colour=colour, sheen=0.4)
    sheet.fill(
        [
            Corner(x - 11, y + 15),
            Corner(x + 21, y + 12),
            Corner(x + 22, y + 31),
            Corner(x - 10, y + 34),
        ],
        cloth,
        ink=darker(colour, 0.6),
    )
    sheet.stroke([(x - 10, y + 16), (x + 6, y + 24), (x + 21, y + 13)], darker(colour, 0.45), 1.3)
    sheet.dot((x + 6, y + 23.4), 1.7, lighter(colour, 0.7))


def _tote(sheet: Sheet, colour: Colour, pose: Pose) -> None:
    _, (_, _, (x, y)) = _arms(pose)
    ink = darker(colour, 0.6)
    sheet.stroke(
        [(x - 7, y + 44), (x - 4, y + 18), (x + 2, y + 12), (x + 8, y + 18), (x + 12, y + 44)],
        ink,
        2.4,
    )
    sheet.fill(
        [
            Corner(x - 15, y + 40),
            Corner(x + 20, y + 40),
            Corner(x + 25, y + 82),
            (x + 5, y + 86),
            Corner(x - 19, y + 82),
        ],
        Cloth(colour=colour, sheen=0.35),
        ink=ink,
    )
    sheet.stroke([(x - 15, y + 52), (x + 3, y + 56), (x + 22, y + 52)], ink, 1.2)


def _fan(sheet: Sheet, colour: Colour, pose: Pose) -> None:
    _, (_, _, (x, y)) = _arms(pose)
    base = (x + 1, y + 16)
    ink = darker(colour, 0.5)
    ends = [(x - 22 + 9 * i, y + 52 - abs(i - 2.5) * 3.4) for i in range(6)]
    sheet.fill(
        [Corner(*base), Corner(*ends[0]), *ends[1:-1], Corner(*ends[-1])],
        Cloth(colour=colour, sheen=0.3),
        ink=ink,
    )
    for end in ends[1:-1]:
        sheet.stroke([base, ((base[0] + end[0]) / 2, (base[1] + end[1]) / 2), end], ink, 1)


def _cuffs(sheet: Sheet, colour: Colour, pose: Pose) -> None:
    for _, elbow, wrist in _arms(pose):
        near = (wrist[0] + (elbow[0] - wrist[0]) * 0.2, wrist[1] + (elbow[1] - wrist[1]) * 0.2)
        sheet.limb(
            [near, ((near[0] + wrist[0]) / 2, (near[1] + wrist[1]) / 2), wrist],
            [9, 8.4, 7.6],
            Cloth(colour=colour, sheen=0.6),
            ink=darker(colour, 0.55),
        )


# ---- at the waist, the neck and the head


def _belt(sheet: Sheet, colour: Colour) -> None:
    sheet.limb(
        line("160.4,207 180,210.5 199,207"),
        [7.5, 7.5, 7.5],
        Cloth(colour=colour, sheen=0.35),
        ink=darker(colour, 0.55),
    )
    sheet.fill(
        shape("!175.6,206 !184.6,206 !184.6,215 !175.6,215"),
        lighter(colour, 0.62),
    )
    sheet.dot((180, 210.6), 1.9, darker(colour, 0.3))


def _scarf(sheet: Sheet, colour: Colour) -> None:
    cloth, ink = Cloth(colour=colour, sheen=0.3), darker(colour, 0.5)
    sheet.fill(
        shape("!186,118 193,160 190,210 !196,262 !183,264 180,200 !178,122"),
        cloth,
        ink=ink,
        folds=[fold("185,130 187,190 189,256", width=4)],
    )
    sheet.fill(
        line("165,108 180,113 195,108 199,118 190,126 180,129 170,126 161,118"),
        cloth,
        ink=ink,
        folds=[fold("166,116 180,122 194,116", width=3)],
    )


def _sunglasses(sheet: Sheet, colour: Colour) -> None:
    sheet.stroke(line("166,81 180,80 194,81"), colour, 2)
    for x in (173, 187):
        sheet.fill(
            [(x - 5.8, 80), (x + 5.8, 80), (x + 5, 87), (x, 89.4), (x - 5, 87)],
            Cloth(colour=colour, sheen=0.5),
        )
        sheet.stroke([(x - 3, 82), (x - 1, 83), (x + 1, 82)], lighter(colour, 0.5), 0.9)


def _earrings(sheet: Sheet, colour: Colour) -> None:
    for x in (166.4, 193.4):
        sheet.stroke([(x, 93), (x, 101), (x, 108)], colour, 1.3)
        sheet.fill(
            [(x, 105), (x + 2.8, 112), (x, 118), (x - 2.8, 112)], Cloth(colour=colour, sheen=0.6)
        )


def _collar(sheet: Sheet, colour: Colour) -> None:
    for lift, half, r in ((0, 8, 1.7), (6, 12, 2.1), (12.5, 17, 2.5)):
        count = 7 + int(lift / 2)
        for i in range(count):
            k = i / (count - 1) * 2 - 1
            x, y = 180 + half * k, 114 + lift + (1 - k * k) * (4 + lift * 0.5)
            sheet.dot((x, y), r, colour if i % 2 else lighter(colour, 0.5))


def _pearls(sheet: Sheet, colour: Colour) -> None:
    for i in range(29):
        k = i / 28 * 2 - 1
        x, y = 180 + 15.5 * k, 118 + (1 - abs(k) ** 2.6) * 74
        sheet.dot((x, y), 1.9, lighter(colour, 0.4 if i % 2 else 0.1))


def _hat(sheet: Sheet, colour: Colour) -> None:
    cloth, ink = Cloth(colour=colour, sheen=0.3), darker(colour, 0.6)
    sheet.fill(
        line("128,70 150,60 180,57 210,60 232,70 212,77 180,74 148,77"),
        cloth,
        ink=ink,
    )
    sheet.fill(
        shape("!160,66 161,46 172,38 180,41 188,38 199,46 !200,66 180,70"),
        cloth,
        ink=ink,
        folds=[fold("172,42 180,50 188,42", width=4)],
    )
    sheet.fill(
        shape("!160.4,58 180,63 !199.6,58 !200,66 180,70 !160,66"),
        darker(colour, 0.45),
    )


def _beret(sheet: Sheet, colour: Colour) -> None:
    sheet.fill(
        shape("!165,70 158,62 162,50 180,44 204,47 212,57 204,66 !194,68 180,64"),
        Cloth(colour=colour, sheen=0.3),
        ink=darker(colour, 0.6),
        folds=[fold("172,60 188,56 204,58", width=5)],
    )
    sheet.stroke(line("183,45 184,42 186,40"), darker(colour, 0.5), 1.8)


def _turban(sheet: Sheet, colour: Colour) -> None:
    sheet.fill(
        shape("!163.5,82 160,66 168,48 184,43 198,52 200,66 !196,80 188,68 180,65 170,69"),
        Cloth(colour=colour, sheen=0.35),
        ink=darker(colour, 0.55),
        folds=[
            fold("163,72 178,58 198,54", width=4),
            fold("166,60 182,52 196,68", width=4),
            fold("168,68 184,56 192,48", width=3, light=True),
        ],
    )
    sheet.dot((181, 58), 3.6, lighter(colour, 0.6))


def _antennae(sheet: Sheet, colour: Colour) -> None:
    """A moth's feelers, for a headpiece: two curved quills with fine combs."""
    for side in (-1, 1):
        quill = smooth(
            [(180 + side * x, y) for x, y in ((4, 62), (9, 48), (20, 34), (36, 27), (50, 30))]
        )
        for i, (x, y) in enumerate(quill[6:-3:2]):
            long = 9.5 - abs(i - 8) * 0.75
            sheet.stroke(
                [(x, y), (x + side * 1.2, y - long * 0.6), (x + side * 3.4, y - long)], colour, 1.1
            )
            sheet.stroke(
                [(x, y), (x + side * 3.2, y + long * 0.3), (x + side * 5.6, y + long * 0.75)],
                colour,
                1.1,
            )
        sheet.stroke(quill[::4], colour, 2.4)
    sheet.fill(
        line("167,69 180,61 193,69 193,73 180,66 167,73"),
        Cloth(colour=colour, sheen=0.6),
    )


def _flower(sheet: Sheet, colour: Colour) -> None:
    x, y = 195, 65
    for r, size, tone in (
        (7.4, 5.8, darker(colour, 0.22)),
        (5, 4.6, colour),
        (2.2, 3, lighter(colour, 0.35)),
    ):
        for dx, dy in ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31)):
            sheet.dot((x + r * dx, y + r * dy), (size * 0.88, size), tone)
    sheet.dot((x, y), 1.7, (250, 222, 140))


def _veil(sheet: Sheet, colour: Colour) -> None:
    path = shape(
        "!166,60 180,51 !194,60 204,110 226,250 262,420 !286,505 180,514 !74,505 "
        "98,420 134,250 156,110"
    )
    folds = [
        Fold(
            path=[(180 + k * 14, 70), (180 + k * 46, 270), (180 + k * 98, 500)],
            width=5,
            weight=0.9,
            light=True,
        )
        for k in (-0.9, -0.6, -0.3, 0.35, 0.65, 0.92)
    ]
    sheet.fill(path, Cloth(colour=colour, sheer=0.3, sheen=0.1), folds=folds)
    for edge in (line("166,60 134,250 74,505"), line("194,60 226,250 286,505")):
        sheet.stroke(edge, lighter(colour, 0.5), 1.3)


HELD: Final[dict[str, Held]] = {
    "opera gloves": _gloves(long=True),
    "gloves": _gloves(long=False),
    "clutch": _clutch,
    "tote": _tote,
    "fan": _fan,
    "cuffs": _cuffs,
}
WORN: Final[dict[str, Worn]] = {
    "belt": _belt,
    "scarf": _scarf,
    "sunglasses": _sunglasses,
    "earrings": _earrings,
    "collar": _collar,
    "pearls": _pearls,
    "hat": _hat,
    "beret": _beret,
    "turban": _turban,
    "antennae": _antennae,
    "flower": _flower,
    "veil": _veil,
}
