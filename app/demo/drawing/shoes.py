"""Shoes: the back foot first, it is further away."""

from collections.abc import Callable
from typing import Final

from app.demo.drawing.brush import Colour, Fold, Sheet, darker, lighter, line, shape
from app.demo.drawing.cloth import Cloth

Draw = Callable[[Sheet, Colour], None]


def _heel(sheet: Sheet, colour: Colour, x: float, top: float, foot: float) -> None:
    sheet.stroke([(x, top), (x + 0.6, (top + foot) / 2), (x, foot)], darker(colour, 0.35), 2.2)


def _pump(sheet: Sheet, colour: Colour) -> None:
    back = darker(colour, 0.3)
    sheet.fill(
        line("167,464 165.4,474 168.5,488 173.6,486 175.4,472 174,463 171,470"),
        back,
    )
    _heel(sheet, colour, 189.5, 474, 503)
    sheet.fill(
        line("178,474 175.8,488 180,507 186.4,507 190,490 189.6,472 187.6,484 180,486"),
        Cloth(colour=colour, sheen=0.4),
        ink=darker(colour, 0.6),
    )


def _sandal(sheet: Sheet, colour: Colour) -> None:
    ink = darker(colour, 0.1)
    for y, half in ((450, 4.6), (468, 4.6), (478, 5)):
        sheet.stroke([(171 - half, y), (171, y + 3), (171 + half, y)], darker(colour, 0.3), 2.4)
    _heel(sheet, colour, 189.5, 476, 504)
    for y, half, drop in ((462, 5.4, 3), (473, 5.6, 3), (489, 6.6, 4), (497, 6, 3)):
        sheet.stroke([(183 - half, y), (183, y + drop), (183 + half, y)], ink, 3)
    sheet.stroke(line("178.4,500 183,507.5 188.4,500"), darker(colour, 0.4), 2.4)


def _boot(height: float) -> Draw:
    """Return a boot as high as `height`: 440 is the ankle, 372 the knee, 300 the thigh."""

    def draw(sheet: Sheet, colour: Colour) -> None:
        dark = Cloth(colour=darker(colour, 0.32), sheen=0.3)
        bright = Cloth(colour=colour, sheen=0.45)
        ink = darker(colour, 0.65)
        tall = line("166,310 169,360 168,398 171,456")
        wide = [28, 19, 20, 11]
        keep = [i for i, (_, y) in enumerate(tall) if y > height] or [3]
        start = (tall[keep[0]][0], height)
        sheet.fill(line("166,450 164.6,468 167.6,488 174,487 176.6,468 176.4,450"), dark)
        if len(keep) > 1:
            sheet.limb(
                [start, *(tall[i] for i in keep)],
                [wide[keep[0]] + 1, *(wide[i] for i in keep)],
                dark,
                ink=ink,
            )
        front = line("190,310 187,364 187,400 183,474")
        girth = [29, 20, 21, 11.5]
        keep = [i for i, (_, y) in enumerate(front) if y > height]
        start = (front[keep[0]][0] + (1 if height < 364 else 0), height)
        _heel(sheet, colour, 190, 478, 505)
        sheet.fill(
            line("177.4,468 175.4,488 180,508 186.8,508 190.6,488 188.8,468"),
            bright,
            ink=ink,
        )
        sheet.limb(
            [start, *(front[i] for i in keep)],
            [girth[keep[0]] + 2, *(girth[i] for i in keep)],
            bright,
            ink=ink,
            folds=[
                Fold(
                    path=[(184, height + 6), (182, (height + 470) / 2), (180, 470)],
                    width=3.4,
                    light=True,
                )
            ],
        )
        half = girth[keep[0]] / 2 + 1
        sheet.stroke(
            [(start[0] - half, height), (start[0], height + 2.5), (start[0] + half, height)],
            ink,
            1.8,
        )

    return draw


def _flat(sheet: Sheet, colour: Colour) -> None:
    sheet.fill(
        line("166,466 164.6,478 168,489 174,488 176,474 174.6,465"),
        darker(colour, 0.3),
    )
    sheet.fill(
        line("178,478 175.4,492 179,507 187,507.5 190.6,492 189,477 184,484"),
        Cloth(colour=colour, sheen=0.35),
        ink=darker(colour, 0.6),
    )
    sheet.stroke(line("177.6,489 183,492 189,489"), lighter(colour, 0.35), 1.4)


def _platform(sheet: Sheet, colour: Colour) -> None:
    _sandal(sheet, colour)
    sole = darker(colour, 0.5)
    sheet.fill(
        shape("!176.6,500 183,504 !190,500 !190,511 183,513 !176.6,511"),
        Cloth(colour=sole, sheen=0.4),
    )


SHOES: Final[dict[str, Draw]] = {
    "pump": _pump,
    "sandal": _sandal,
    "ankle boot": _boot(436),
    "knee boot": _boot(374),
    "thigh boot": _boot(306),
    "flat": _flat,
    "platform": _platform,
}
