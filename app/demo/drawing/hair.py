"""Ten ways to wear hair: what lies behind the head, and what lies over it."""

from collections.abc import Callable
from typing import Final

from app.demo.drawing.brush import (
    Corner,
    Path,
    Point,
    Sheet,
    darker,
    fold,
    lighter,
    limb,
    line,
    shape,
)
from app.demo.drawing.cloth import Cloth
from app.demo.drawing.figure import Person

Hair = Callable[[Sheet, Person], None]
CAP: Final[Path] = (
    Corner(165.5, 84),
    (164.5, 72),
    (169, 60.5),
    (180, 56.5),
    (191, 60.5),
    (195.5, 72),
    Corner(194.5, 84),
    (192, 74),
    (187, 68.5),
    Corner(180, 66),
    (173, 68.5),
    (168, 74),
)


def _strands(sheet: Sheet, who: Person, *lines: list[Point]) -> None:
    for strand in lines:
        sheet.stroke(strand, lighter(who.hair, 0.2), 0.9)


def _cloth(who: Person) -> Cloth:
    return Cloth(colour=who.hair, sheen=0.3)


def _sleek(sheet: Sheet, who: Person) -> None:
    sheet.fill(CAP, _cloth(who))
    _strands(sheet, who, line("180,58 173,62 167.5,74"), line("180,58 187,62 192.5,74"))


def _bun(sheet: Sheet, who: Person) -> None:
    sheet.fill(line("180,36 191,42 191,54 180,60 169,54 169,42"), _cloth(who))
    _strands(sheet, who, line("172,50 180,42 189,46"), line("172,44 181,52 188,52"))


def _low_bun(sheet: Sheet, who: Person) -> None:
    sheet.fill(line("194,88 203,92 205,102 198,109 188,104"), _cloth(who))


def _long(sheet: Sheet, who: Person) -> None:
    sheet.fill(
        line(
            "180,57 162,64 159,90 157,130 154,172 166,178 180,150 194,178 206,172 "
            "203,130 201,90 198,64"
        ),
        _cloth(who),
        folds=[
            fold("163,90 162,130 160,168", width=4),
            fold("198,90 199,130 201,168", width=4, light=True),
        ],
    )


def _waves(sheet: Sheet, who: Person) -> None:
    sheet.fill(
        line(
            "180,54 160,62 154,84 158,100 150,118 155,136 148,154 160,166 172,152 "
            "188,152 200,166 212,154 205,136 210,118 202,100 206,84 200,62"
        ),
        _cloth(who),
        folds=[
            fold(
                "160,84 162,104 156,122 160,142 156,158",
                width=4,
                light=True,
            ),
            fold("200,84 198,104 205,122 200,142 204,158", width=4),
        ],
    )


def _bob_back(sheet: Sheet, who: Person) -> None:
    sheet.fill(
        shape("!161,106 160,78 167,60 180,55 193,60 200,78 !199,106 180,112"),
        _cloth(who),
    )


def _bob(sheet: Sheet, who: Person) -> None:
    """A fringe, straight as a ruler, and two curtains."""
    sheet.fill(
        shape(
            "!161,107 161,78 168,60 180,55.5 192,60 199,78 !199,107 !193,106 "
            "!193.5,75.5 180,74.5 !166.5,75.5 !167,106"
        ),
        _cloth(who),
    )
    _strands(
        sheet,
        who,
        line("172,61 170,68 170,74"),
        line("181,58 180,66 180,73"),
        line("189,61 190,68 190,74"),
        line("163.5,82 163,94 163.5,104"),
    )


def _cloud(sheet: Sheet, who: Person) -> None:
    """An afro: a ring of soft balls round the head."""
    cloth = _cloth(who)
    for x, y, r in (
        (180, 54, 19),
        (164, 60, 17),
        (196, 60, 17),
        (155, 76, 15),
        (205, 76, 15),
        (157, 92, 12),
        (203, 92, 12),
    ):
        sheet.fill(
            [
                (x - r, y),
                (x - r * 0.7, y - r * 0.7),
                (x, y - r),
                (x + r * 0.7, y - r * 0.7),
                (x + r, y),
                (x + r * 0.7, y + r * 0.7),
                (x, y + r),
                (x - r * 0.7, y + r * 0.7),
            ],
            cloth,
        )
    sheet.fill(line("152,76 158,56 180,38 202,56 208,76 200,92 160,92"), cloth)


def _cloud_front(sheet: Sheet, who: Person) -> None:
    sheet.fill(
        line(
            "164,88 161,72 167,58 180,52 193,58 199,72 196,88 193,76 187,69 180,67.5 173,69 167,76"
        ),
        _cloth(who),
    )
    tone = lighter(who.hair, 0.16)
    for x, y in (
        (164, 56),
        (174, 46),
        (187, 45),
        (198, 56),
        (157, 72),
        (204, 74),
        (180, 56),
        (169, 62),
        (192, 63),
    ):
        sheet.stroke([(x - 3, y), (x, y - 2.4), (x + 3, y)], tone, 1.1)


def _pixie(sheet: Sheet, who: Person) -> None:
    sheet.fill(
        shape(
            "!164.5,88 163.5,72 168,59 181,54 193,59 196.5,72 !195.5,86 192.5,76 "
            "!190,71 182,75 !171,79 168,80"
        ),
        _cloth(who),
    )
    _strands(
        sheet,
        who,
        line("190,62 181,66 172,76"),
        line("192,66 184,70 176,77"),
        line("182,57 173,62 168,72"),
    )


def _braids_back(sheet: Sheet, who: Person) -> None:
    for x, drift in ((160, -3), (165, -2), (195, 2), (200, 3)):
        line = [
            (x + (6 if x < 180 else -6), 70),
            (x + drift * 0.4, 92),
            (x + drift, 112),
            (x + drift * 1.6, 150),
            (x + drift * 2, 196),
        ]
        sheet.fill(limb(line, [7, 6.4, 6, 5, 3]), _cloth(who))
        for i in range(9):
            y = 92 + i * 12
            cx = x + drift * (0.6 + i * 0.16)
            sheet.stroke([(cx - 2.4, y), (cx, y + 2.6), (cx + 2.4, y)], darker(who.hair, 0.45), 1)


def _braids(sheet: Sheet, who: Person) -> None:
    sheet.fill(CAP, _cloth(who))
    for x in (-11, -6, 0, 6, 11):
        sheet.stroke(
            [(180 + x * 0.5, 57.5), (180 + x, 62), (180 + x * 1.22, 70)], darker(who.hair, 0.5), 1
        )


def _curls_back(sheet: Sheet, who: Person) -> None:
    for x, y in (
        (162, 66),
        (157, 80),
        (156, 95),
        (159, 110),
        (198, 66),
        (203, 80),
        (204, 95),
        (201, 110),
        (172, 56),
        (188, 56),
    ):
        sheet.dot((x, y), 9, who.hair)


def _curls(sheet: Sheet, who: Person) -> None:
    sheet.fill(CAP, _cloth(who))
    for x, y in (
        (166, 68),
        (171, 61),
        (180, 58),
        (189, 61),
        (194, 68),
        (163, 80),
        (197, 80),
        (175, 66),
        (185, 65),
    ):
        sheet.dot((x, y), 5.2, who.hair)
        sheet.stroke([(x - 3, y + 1), (x, y - 2.5), (x + 3, y + 0.5)], lighter(who.hair, 0.24), 1)


BEHIND: Final[dict[str, Hair]] = {
    "bun": _bun,
    "low bun": _low_bun,
    "long": _long,
    "waves": _waves,
    "bob": _bob_back,
    "cloud": _cloud,
    "braids": _braids_back,
    "curls": _curls_back,
}
BEFORE: Final[dict[str, Hair]] = {
    "bun": _sleek,
    "low bun": _sleek,
    "long": _sleek,
    "waves": _sleek,
    "bob": _bob,
    "cloud": _cloud_front,
    "pixie": _pixie,
    "braids": _braids,
    "curls": _curls,
    "sleek": _sleek,
}


def behind(sheet: Sheet, who: Person) -> None:
    shape = BEHIND.get(who.style)
    if shape is not None:
        shape(sheet, who)


def before(sheet: Sheet, who: Person) -> None:
    BEFORE[who.style](sheet, who)
