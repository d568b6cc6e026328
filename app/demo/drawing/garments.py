"""The garments: skirts, trousers, bodices, sleeves and coats, each cut to the figure's measure."""

from collections.abc import Sequence
from typing import Final

from app.demo.drawing.brush import Corner, Fold, Path, Point, Sheet, darker, fold, line, shape
from app.demo.drawing.cloth import Cloth
from app.demo.drawing.figure import BACK_LEG, FRONT_LEG

WAIST_LEFT: Final = Corner(161.3, 208)
WAIST_RIGHT: Final = Corner(198, 208)


def mirrored(left: Sequence[Point]) -> list[Point]:
    return [(359.6 - x, y) for x, y in reversed(left)]


def _skirt(left: Sequence[Point], hem: Sequence[Point | Corner]) -> Path:
    """Return a skirt that is alike on both sides: its left side from hip to hem, and the hem's line."""
    right = mirrored(left)
    lowest, highest = left[-1], right[0]
    return [
        WAIST_LEFT,
        *left[:-1],
        Corner(*lowest),
        *hem,
        Corner(*highest),
        *right[1:],
        WAIST_RIGHT,
        (180, 210),
    ]


SKIRTS: Final[dict[str, Path]] = {
    "column": _skirt(line("150,252 148,300 150,380 150,487"), [(180, 494)]),
    "slip": _skirt(line("149,253 150,320 145,380 139,424"), line("160,431 200,426")),
    "a-line": _skirt(line("150,244 139,330 122,410 104,486"), line("142,497 180,499 218,497")),
    "ball": _skirt(
        line("150,222 112,262 82,340 62,430 58,484"),
        line("100,500 180,506 260,500"),
    ),
    "mermaid": _skirt(line("149,254 151,320 158,380 146,430 108,490"), line("150,500 200,501")),
    "midi": _skirt(line("149,248 139,320 126,408"), line("155,416 180,418 205,416")),
    "pencil": _skirt(line("149,252 149,310 156,374"), [(180, 377)]),
    "mini": _skirt(line("149,252 146,306"), [(180, 311)]),
    "flared mini": _skirt(line("146,248 130,312"), line("150,319 170,315 190,320 210,315")),
    "tulip": _skirt(line("144,236 138,280 148,340 158,384"), [(180, 380)]),
    "pleated": _skirt(
        line("150,244 141,310 130,398"),
        [Corner(x, 404 if i % 2 else 411) for i, x in enumerate(range(137, 228, 7))],
    ),
    "handkerchief": _skirt(
        line("149,246 136,320 112,424"),
        shape("!140,392 !162,446 !184,398 !208,452 !226,396"),
    ),
    "slit": _skirt(
        line("149,252 148,310 147,390 145,488"),
        shape("!177,494 182,420 !190,322 204,420"),
    ),
    "bubble": _skirt(line("140,232 118,280 122,330 146,344"), [(180, 350)]),
}
TRAIN: Final[Path] = [
    WAIST_LEFT,
    (146, 300),
    (120, 420),
    Corner(84, 500),
    (180, 510),
    Corner(284, 498),
    (242, 420),
    (214, 300),
    WAIST_RIGHT,
]
FULL: Final = frozenset(
    {"a-line", "ball", "midi", "pleated", "handkerchief", "mermaid", "bubble", "flared mini"}
)


def skirt(sheet: Sheet, cut: str, cloth: Cloth) -> None:
    path = SKIRTS[cut]
    sheet.fill(path, cloth, folds=falling(path, 9 if cut in FULL else 5), ink=cloth.edge)


def tiers(sheet: Sheet, cloth: Cloth, ends: Sequence[tuple[float, float]]) -> None:
    """Lay one flounce under the other; each is given by its lower edge and half its width there."""
    above = [(208.0, 21.0), *((y - 12, half * 0.88) for y, half in ends)]
    for (y, half), (top, slope) in reversed(list(zip(ends, above, strict=False))):
        waves = [(180 - half + half * 2 * i / 10, y + (4 if i % 2 else -3)) for i in range(1, 10)]
        path: Path = [
            Corner(180 - slope, top),
            Corner(180 - half, y - 2),
            *waves,
            Corner(180 + half, y - 2),
            Corner(180 + slope, top),
        ]
        folds = [
            Fold(
                path=[(180 + slope * k, top), (180 + half * k * 0.98, y)],
                width=5,
                weight=0.8,
                light=i % 2 == 0,
            )
            for i, k in enumerate((-0.85, -0.6, -0.35, -0.1, 0.15, 0.4, 0.65, 0.9))
        ]
        sheet.fill(path, cloth, folds=folds, ink=cloth.edge)


def train(sheet: Sheet, cloth: Cloth) -> None:
    """Draw what trails behind, before the legs are drawn."""
    deep = Cloth(
        colour=darker(cloth.colour, 0.28), second=cloth.second, weave=cloth.weave, sheen=0.3
    )
    sheet.fill(TRAIN, deep, folds=falling(TRAIN, 8), ink=cloth.edge)


LEGWEAR: Final[dict[str, tuple[Sequence[float], float]]] = {
    "slim trousers": ((36, 29, 22, 19, 14), 458),
    "straight trousers": ((37, 33, 29, 28, 27), 484),
    "wide trousers": ((40, 40, 41, 46, 52), 490),
    "flared trousers": ((36, 29, 24, 34, 50), 490),
    "cropped trousers": ((39, 37, 35, 35, 36), 438),
    "bermudas": ((38, 36, 35, 35, 35), 346),
}
HIPS: Final[Path] = [
    WAIST_LEFT,
    (154, 232),
    (148, 256),
    Corner(147.5, 292),
    Corner(178, 288),
    Corner(209, 280),
    (209, 256),
    (205, 232),
    WAIST_RIGHT,
]


def trousers(sheet: Sheet, cut: str, cloth: Cloth) -> None:
    widths, hem = LEGWEAR[cut]
    for (hip, knee, foot), behind in ((BACK_LEG, True), (FRONT_LEG, False)):
        if not behind:
            sheet.fill(HIPS, cloth, folds=[fold("160,236 156,262 158,290", width=5)])
        colour = darker(cloth.colour, 0.07) if behind else cloth.colour
        part = Cloth(colour=colour, second=cloth.second, weave=cloth.weave, sheen=cloth.sheen)
        low = hem - (8 if behind else 0)
        ankle = (foot[0] + (2 if behind else -1), low)
        bones = _leg_line(hip, knee, ankle)
        crease = [
            Fold(
                path=[(hip[0], 270), (knee[0], min(360, low - 20)), (ankle[0], low)],
                width=3.5,
                weight=0.9,
                light=not behind,
            )
        ]
        if behind:
            crease.append(
                Fold(
                    path=[(178, 262), (knee[0] + 9, 350), (ankle[0] + 9, low)], width=15, weight=0.9
                )
            )
        sheet.limb(bones, widths, part, ink=cloth.edge, folds=crease)
        left, right = ankle[0] - widths[-1] / 2, ankle[0] + widths[-1] / 2
        sheet.stroke([(left, low), (ankle[0], low + 2), (right, low)], cloth.edge, 1.6)
    sheet.stroke(line("180,214 180.5,240 178.6,262"), cloth.edge, 1)
    sheet.stroke(line("161,214 180,216.5 198.5,214"), cloth.edge, 1)


def _leg_line(hip: Point, knee: Point, ankle: Point) -> list[Point]:
    if ankle[1] < knee[1] + 20:
        return [
            (hip[0] + (ankle[0] - hip[0]) * k, hip[1] + (ankle[1] - hip[1]) * k)
            for k in (0, 0.25, 0.5, 0.75, 1)
        ]
    thigh = ((hip[0] + knee[0]) / 2, (hip[1] + knee[1]) / 2)
    calf = ((ankle[0] + knee[0]) / 2, (ankle[1] + knee[1]) / 2)
    return [hip, thigh, knee, calf, ankle]


# ---- bodices: the line from the left armpit over the neck to the right one

NECKLINES: Final[dict[str, Path]] = {
    "strapless": shape("!153.5,157 166,151 180,160 193.5,151 !206,157"),
    "straight": shape("!153.5,154 180,156 !206,154"),
    "vee": shape("154,148 !157,123 !167,118.5 !180,176 !192.6,118.5 !202.6,123 206,148"),
    "plunge": shape("154,148 !157,123 !166,119 !180,202 !193.6,119 !202.6,123 206,148"),
    "scoop": shape(
        "154,148 !158,122.5 !166,119 172,138 180,143 188,138 !193.6,119 !202,122.5 206,148"
    ),
    "strap": shape(
        "!154,156 160,147 !163.5,122 !166,120.5 167,142 180,152 192.6,142 "
        "!194,120.5 !196.5,122 200,147 !206,156"
    ),
    "boat": shape("152,146 !151,127.5 !161,121.5 180,126 !198.6,121.5 !209,127.5 208,146"),
    "high": shape(
        "152,146 !150,128 163,121 !173,114 !173.4,105 180,108 !186.8,105 "
        "!187,114 197,121 !210,128 208,146"
    ),
    "halter": shape(
        "!154.5,158 163,138 !173,115 !173.6,107 180,110 !186.6,107 !187,115 197,138 !205.5,158"
    ),
    "one shoulder": shape("152,148 !150.5,127.5 !164,120.5 180,140 !206,158"),
    "shirt": shape("152,146 !150,128 !170,116 !180,140 !189.6,116 !210,128 208,146"),
}


def bodice(sheet: Sheet, neck: str, cloth: Cloth, *, hem: float = 211) -> None:
    """Draw a top from its neckline to its hem: 211 is the waist, 260 the hip."""
    ease = 2.5 if hem > 220 else 0.6
    left: list[Point | Corner] = [(155 - ease, 168), (160 - ease, 190)]
    right: list[Point | Corner] = [(199 + ease, 190), (204.6 + ease, 168)]
    if hem > 220:
        left += [(160 - ease * 2, 211), (153 - ease, 236)]
        right = [(206 + ease, 236), (199.6 + ease * 2, 211), *right]
    low = 161 if hem < 220 else 149 if hem > 250 else 152
    path: Path = [
        *NECKLINES[neck],
        *reversed(right),
        Corner(359.6 - low + ease, hem),
        (180, hem + 3),
        Corner(low - ease, hem),
        *reversed(left),
    ]
    folds = [
        fold("168,168 172,188 171,208", width=4),
        fold("195,166 191,188 192,208", width=5),
        fold("162,172 165,190 164,206", width=4, light=True),
    ]
    sheet.fill(path, cloth, folds=folds, ink=cloth.edge)


SLEEVES: Final[dict[str, tuple[Sequence[float], float]]] = {
    "cap": ((17, 18), 0.22),
    "short": ((17, 17.5, 18), 0.42),
    "elbow": ((16, 16, 16, 17), 0.54),
    "long": ((16, 14.5, 12.5, 11.5, 9.5), 0.98),
    "bishop": ((16, 17, 20, 27, 11), 0.98),
    "bell": ((16, 15, 15, 24, 38), 0.92),
    "puff": ((20, 34, 36, 17), 0.46),
    "leg of mutton": ((24, 34, 17, 11, 9), 0.98),
    "kimono": ((22, 28, 38, 46, 54), 0.86),
    "coat": ((20, 19, 17.5, 16.5, 15.5), 0.97),
}


def sleeve(sheet: Sheet, cut: str, cloth: Cloth, bones: tuple[Point, ...]) -> None:
    widths, reach = SLEEVES[cut]
    line = _along(bones, reach, len(widths))
    side = -1 if bones[1][0] < 180 else 1
    shade = [(x - side * widths[i] * 0.22, y) for i, (x, y) in enumerate(line)]
    (x, y), r = bones[0], widths[0] / 2
    if cloth.sheer == 1:
        sheet.fill(
            [
                (x - r, y),
                (x - r * 0.7, y - 4.4),
                (x, y - 6),
                (x + r * 0.7, y - 4.4),
                (x + r, y),
                (x, y + 3),
            ],
            cloth,
        )
    sheet.limb(line, widths, cloth, ink=cloth.edge, folds=[Fold(path=shade, width=5)])
    (x, y), half = line[-1], widths[-1] / 2
    sheet.stroke([(x - half, y + 0.5), (x, y + 2), (x + half, y + 0.5)], cloth.edge, 1.4)


def _along(bones: tuple[Point, ...], reach: float, count: int) -> list[Point]:
    """Return `count` points along the arm, from the shoulder as far as `reach`, where 1 is the wrist."""
    shoulder, elbow, wrist = bones
    points = []
    for i in range(count):
        t = reach * i / (count - 1) * 2
        a, b, k = (shoulder, elbow, t) if t <= 1 else (elbow, wrist, t - 1)
        points.append((a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k))
    return points


def falling(path: Path, count: int) -> list[Fold]:
    """Return folds that fall from the waist to the hem, dark and light in turn."""
    points = [(p.x, p.y) if isinstance(p, Corner) else p for p in path]
    bottom = max(y for _, y in points)
    left = min(x for x, y in points if y > bottom - 40)
    right = max(x for x, y in points if y > bottom - 40)
    folds = []
    for i in range(count):
        k = (i + 0.5) / count
        top, low = 162 + 35 * k, left + (right - left) * k
        drift = (low - top) * 0.35
        line = [(top, 214), (top + drift * 0.6, 214 + (bottom - 214) * 0.4), (low, bottom - 2)]
        folds.append(Fold(path=line, width=7 if count > 6 else 5, weight=0.85, light=i % 2 == 0))
    return folds
