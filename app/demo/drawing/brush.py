"""The brush: smooth shapes filled with cloth, folds and ink, painted large and shown small."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Final, Protocol

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH: Final = 360
HEIGHT: Final = 540
SCALE: Final = 3  # painted three times as large: the reduction smooths every edge
FULLNESS: Final = 1.13  # the croquis is drawn slender; on a small screen it must carry
STEPS: Final = 10  # points between two given ones: 3 px apart on the large sheet

Colour = tuple[int, int, int]
Point = tuple[float, float]
Box = tuple[int, int, int, int]


class Cut(Protocol):
    """Whatever a shape can be cut from: see `cloth.Cloth`. `sheer` of 1 hides what lies behind it."""

    @property
    def sheer(self) -> float: ...

    def cut(self, box: Box) -> Image.Image: ...


@dataclass(frozen=True, slots=True)
class Corner:
    """A point at which a shape turns sharply; plain points are passed in one smooth line."""

    x: float
    y: float


Path = Sequence[Point | Corner]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """One fold of cloth: a soft dark or light line, `weight` of 1 being clearly visible."""

    path: Sequence[Point]
    width: float = 5
    weight: float = 1.0
    light: bool = False


def line(points: str) -> list[Point]:
    """Read points as they are written: `line("180,62 190,66 194,79")`."""
    return [(float(x), float(y)) for x, _, y in (p.partition(",") for p in points.split())]


def shape(points: str) -> "list[Point | Corner]":
    """Read a shape; `!` stands before a corner: `shape("!161,208 150,252 !212,486")`."""
    read: list[Point | Corner] = []
    for written in points.split():
        [at] = line(written.lstrip("!"))
        read.append(Corner(*at) if written.startswith("!") else at)
    return read


def fold(points: str, *, width: float = 5, weight: float = 1.0, light: bool = False) -> "Fold":
    return Fold(path=line(points), width=width, weight=weight, light=light)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour between two; a share of 0 is the first, 1 the other."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


def darker(colour: Colour, share: float) -> Colour:
    """Go towards a warm near-black: shadows of cloth are never grey."""
    return mix(colour, (18, 12, 22), share)


def lighter(colour: Colour, share: float) -> Colour:
    return mix(colour, (255, 250, 242), share)


def smooth(points: Sequence[Point]) -> list[Point]:
    """Pass a smooth line (Catmull-Rom) through the points."""
    if len(points) < 3:
        return list(points)
    first, last = points[0], points[-1]
    padded = [first, *points, last]
    line = [
        _between(padded[i : i + 4], step / STEPS)
        for i in range(len(points) - 1)
        for step in range(STEPS)
    ]
    return [*line, last]


def outline(path: Path) -> list[Point]:
    """Return the closed outline of a shape, sharp at its corners and smooth elsewhere."""
    corners = [i for i, p in enumerate(path) if isinstance(p, Corner)]
    points = [(p.x, p.y) if isinstance(p, Corner) else p for p in path]
    if not corners:
        ring = [*points[-2:], *points, *points[:2]]
        return smooth(ring)[STEPS * 2 : -STEPS]
    turned = points[corners[0] :] + points[: corners[0]]
    stops = [c - corners[0] for c in corners]
    runs = pairwise([*stops, len(turned)])
    return [p for a, z in runs for p in smooth([*turned[a:z], turned[z % len(turned)]])[:-1]]


def limb(points: Sequence[Point], widths: Sequence[float]) -> list[Point | Corner]:
    """Return the outline of something long and round: an arm, a sleeve, a leg, a boot."""
    line = smooth(points)
    girth = [w for _, w in smooth([(i, w) for i, w in enumerate(widths)])]
    last = len(line) - 1
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(line):
        dx, dy = _across(line, i)
        half = girth[round(i * (len(girth) - 1) / last)] / 2
        left.append((x - dx * half, y - dy * half))
        right.append((x + dx * half, y + dy * half))
    ring = [*left, *reversed(right)]
    ends = (0, len(left) - 1, len(left), len(ring) - 1)
    return [Corner(*p) if i in ends else p for i, p in enumerate(ring) if i % 3 == 0 or i in ends]


class Sheet:
    """The paper. Everything is given in the small picture's own units, from the upper left."""

    def __init__(self, ground: Image.Image) -> None:
        self.image = ground

    def fill(
        self,
        path: Path,
        cloth: Cut | Colour,
        *,
        folds: Iterable[Fold] = (),
        ink: Colour | None = None,
    ) -> None:
        """Cut the shape out of cloth, shade its folds, lay it down and go round it with ink."""
        line = outline(path)
        box = _box(line)
        mask = Image.new("L", _size(box), 0)
        ImageDraw.Draw(mask).polygon(_large(line, box), fill=255)
        shaded = self._cloth(cloth, box)
        _shade(shaded, tuple(folds), box)
        sheer = 1 if isinstance(cloth, tuple) else cloth.sheer
        if sheer < 1:
            mask = mask.point(lambda v: int(v * sheer))
        self.image.paste(shaded, box[:2], mask)
        if ink is not None:
            self.ink([*line, line[0]], ink, 0.9)

    def limb(
        self,
        bones: Sequence[Point],
        widths: Sequence[float],
        cloth: Cut | Colour,
        *,
        ink: Colour | None = None,
        folds: Iterable[Fold] = (),
    ) -> None:
        """Fill something long and round, with ink along its sides only: its ends join on to more."""
        path = limb(bones, widths)
        self.fill(path, cloth, folds=folds)
        if ink is not None:
            points = [(p.x, p.y) if isinstance(p, Corner) else p for p in path]
            half = next(i for i, p in enumerate(path) if isinstance(p, Corner) and i > 0) + 1
            self.ink(smooth(points[:half]), ink, 0.9)
            self.ink(smooth(points[half:]), ink, 0.9)

    def ink(self, line: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw along a finished line; see `stroke` for one that is still only points."""
        pen = ImageDraw.Draw(self.image)
        large = _large(line, (0, 0, 0, 0))
        pen.line(large, fill=colour, width=max(1, round(width * SCALE)), joint="curve")

    def stroke(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """A stroke of the pen that begins and ends thin."""
        line = smooth(points)
        self._polygon(_swelling(line, width), colour)

    def dot(self, at: Point, radius: float | tuple[float, float], colour: Colour) -> None:
        """Draw a spot, round or with two radii."""
        rx, ry = radius if isinstance(radius, tuple) else (radius, radius)
        (x, y), s = at, SCALE
        x = _wide(x)
        box = [(x - rx * FULLNESS) * s, (y - ry) * s, (x + rx * FULLNESS) * s, (y + ry) * s]
        ImageDraw.Draw(self.image).ellipse(box, fill=colour)

    def glow(self, path: Path, colour: Colour, alpha: float, blur: float) -> None:
        """Lay a soft shape over everything: a shadow, a cheek, a spot of light."""
        line = outline(path)
        x0, y0, x1, y1 = _box(line)
        edge = round(blur * SCALE * 2)
        box = (x0 - edge, y0 - edge, x1 + edge, y1 + edge)
        mask = Image.new("L", _size(box), 0)
        ImageDraw.Draw(mask).polygon(_large(line, box), fill=round(255 * alpha))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self.image.paste(Image.new("RGB", mask.size, colour), box[:2], mask)

    def webp(self, quality: int) -> bytes:
        """Return the picture at its real size."""
        small = self.image.reduce(SCALE)
        kept = BytesIO()
        small.save(kept, "WEBP", quality=quality, method=4)
        return kept.getvalue()

    @staticmethod
    def _cloth(cloth: Cut | Colour, box: Box) -> Image.Image:
        if isinstance(cloth, tuple):
            return Image.new("RGB", _size(box), cloth)
        return cloth.cut(box)

    def _polygon(self, line: Sequence[Point], colour: Colour) -> None:
        ImageDraw.Draw(self.image).polygon(_large(line, (0, 0, 0, 0)), fill=colour)


def _between(four: Sequence[Point], t: float) -> Point:
    a, b, c, d = four
    x, y = (
        0.5
        * (
            2 * b[k]
            + (c[k] - a[k]) * t
            + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t
            + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**3
        )
        for k in (0, 1)
    )
    return x, y


def _swelling(line: Sequence[Point], width: float) -> list[Point]:
    """Return the outline of a stroke that is `width` wide in its middle and pointed at its ends."""
    left: list[Point] = []
    right: list[Point] = []
    last = len(line) - 1
    for i, (x, y) in enumerate(line):
        dx, dy = _across(line, i)
        t = i / last
        half = width / 2 * (0.25 + 0.75 * 4 * t * (1 - t))
        left.append((x - dx * half, y - dy * half))
        right.append((x + dx * half, y + dy * half))
    return [*left, *reversed(right)]


def _across(line: Sequence[Point], i: int) -> Point:
    """Return the direction of one unit that stands square on the line at its point `i`."""
    (ax, ay), (bx, by) = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
    dx, dy = bx - ax, by - ay
    length = (dx * dx + dy * dy) ** 0.5 or 1
    return dy / length, -dx / length


def _shade(cloth: Image.Image, folds: tuple[Fold, ...], box: Box) -> None:
    for light in (False, True):
        chosen = [fold for fold in folds if fold.light is light]
        if not chosen:
            continue
        mask = Image.new("L", cloth.size, 0)
        for fold in chosen:
            one = Image.new("L", cloth.size, 0)
            ImageDraw.Draw(one).polygon(
                _large(_swelling(smooth(fold.path), fold.width), box),
                fill=round(110 * fold.weight),
            )
            mask = ImageChops.lighter(mask, one)
        mask = mask.filter(ImageFilter.BoxBlur(SCALE * 1.3))
        tone = ImageChops.screen if light else ImageChops.multiply
        colour = (120, 118, 112) if light else (96, 80, 104)
        toned = tone(cloth, Image.new("RGB", cloth.size, colour))
        cloth.paste(toned, (0, 0), mask)


def _large(line: Sequence[Point], box: Box) -> list[Point]:
    return [(_wide(x) * SCALE - box[0], y * SCALE - box[1]) for x, y in line]


def _wide(x: float) -> float:
    return WIDTH / 2 + (x - WIDTH / 2) * FULLNESS


def _box(line: Sequence[Point]) -> Box:
    xs = [_wide(x) for x, _ in line]
    ys = [y for _, y in line]
    s = SCALE
    return int(min(xs) * s) - 2, int(min(ys) * s) - 2, int(max(xs) * s) + 3, int(max(ys) * s) + 3


def _size(box: Box) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]
