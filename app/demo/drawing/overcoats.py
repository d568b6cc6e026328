"""What is worn over everything: coats, open or buttoned, and capes."""

from app.demo.drawing.brush import (
    Colour,
    Corner,
    Fold,
    Path,
    Point,
    Sheet,
    darker,
    lighter,
    limb,
    shape,
)
from app.demo.drawing.cloth import Cloth
from app.demo.drawing.garments import falling, mirrored


def coat(
    sheet: Sheet, cloth: Cloth, *, hem: float, flare: float = 0, lining: Colour | None = None
) -> None:
    """Draw an open coat: two fronts that hang from the shoulders, and their lapels."""
    width = 14 + flare
    for side in (-1, 1):

        def at(x: float, y: float, side: int = side) -> Point:
            return 180 + side * x, y

        path: Path = [
            Corner(*at(7, 114)),
            Corner(*at(16, 119)),
            (at(32, 127)),
            (at(30, 160)),
            at(25, 206),
            at(32, 254),
            at(33 + flare * 0.5, (254 + hem) / 2),
            Corner(*at(20 + width, hem)),
            Corner(*at(13, hem + 3)),
            at(11, 254),
            Corner(*at(9, 190)),
        ]
        folds = [
            Fold(
                path=[at(22, 216), at(25, (216 + hem) / 2), at(22 + flare * 0.5, hem)],
                width=5,
                weight=0.9,
            ),
            Fold(
                path=[at(16, 200), at(16, (216 + hem) / 2), at(16, hem)],
                width=4,
                weight=0.8,
                light=True,
            ),
        ]
        sheet.fill(path, cloth, folds=folds, ink=cloth.edge)
        lapel = [
            Corner(*at(5, 113)),
            Corner(*at(15, 119)),
            Corner(*at(22, 138)),
            Corner(*at(17, 142)),
            Corner(*at(20, 147)),
            Corner(*at(9, 192)),
        ]
        sheet.fill(
            lapel,
            Cloth(colour=lining or darker(cloth.colour, 0.16), sheen=cloth.sheen),
            ink=cloth.edge,
        )
        sheet.stroke([at(17, 232), at(22, 236), at(28, 238)], cloth.edge, 1.6)


def closed_coat(
    sheet: Sheet, cloth: Cloth, *, hem: float, flare: float = 10, belt: Colour | None = None
) -> None:
    """Draw a buttoned coat with two rows of buttons, belted or not."""
    waist = 20 if belt else 25
    left = [(148, 128), (150, 160), (180 - waist, 209), (147, 250), (147 - flare, hem)]
    right = mirrored(left)
    path: Path = [
        Corner(171, 114),
        *left[:-1],
        Corner(*left[-1]),
        (180, hem + 5),
        Corner(*right[0]),
        *right[1:],
        Corner(188.6, 114),
        (180, 118),
    ]
    sheet.fill(path, cloth, folds=falling(path, 6), ink=cloth.edge)
    for side in (-1, 1):
        lapel = [
            Corner(180 + side * 5, 112),
            Corner(180 + side * 17, 118),
            Corner(180 + side * 22, 142),
            Corner(180 + side * 4, 168),
        ]
        sheet.fill(
            lapel, Cloth(colour=darker(cloth.colour, 0.12), sheen=cloth.sheen), ink=cloth.edge
        )
        for y in (180, 196, 226, 244):
            sheet.dot((180 + side * 7, y), 1.8, lighter(cloth.edge, 0.25))
    sheet.stroke([(183, 168), (184, 260), (184, hem + 3)], cloth.edge, 1.3)
    if belt:
        sheet.fill(
            limb([(180 - waist - 0.5, 209), (180, 213), (180 + waist, 209)], [9, 9, 9]),
            belt,
            ink=darker(belt, 0.5),
        )
        sheet.fill(
            shape("!183,212 !190,211 !194,246 !187,248"),
            belt,
            ink=darker(belt, 0.5),
        )


def cape(sheet: Sheet, cloth: Cloth, *, hem: float, spread: float) -> None:
    """Draw a cape over shoulders and arms, open down the front."""
    for side in (-1, 1):

        def at(x: float, y: float, side: int = side) -> Point:
            return 180 + side * x, y

        path: Path = [
            Corner(*at(5, 113)),
            at(18, 118),
            at(35, 130),
            at(42 + spread * 0.3, 200),
            Corner(*at(42 + spread, hem)),
            at(30 + spread * 0.5, hem + 8),
            Corner(*at(16 + spread * 0.2, hem + 4)),
            at(11, 220),
            at(5, 140),
        ]
        folds = [
            Fold(
                path=[
                    at(16 + 8 * i, 128),
                    at(20 + 10 * i, (128 + hem) / 2),
                    at(22 + (8 + spread * 0.24) * i, hem),
                ],
                width=6,
                weight=0.9,
                light=i % 2 == 1,
            )
            for i in range(4)
        ]
        sheet.fill(path, cloth, folds=folds, ink=cloth.edge)
    sheet.fill(
        shape("!172,110 180,114 !187.6,110 !189,119 180,123 !171,119"),
        Cloth(colour=darker(cloth.colour, 0.2)),
        ink=cloth.edge,
    )
