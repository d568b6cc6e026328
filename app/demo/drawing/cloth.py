"""Cloth by the yard: plain or patterned, with the light falling on it from the upper left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from app.demo.chance import Chance
from app.demo.drawing.brush import SCALE, Box, Colour, darker, lighter, mix

S: Final = SCALE
BILINEAR: Final = Image.Resampling.BILINEAR
NEAREST: Final = Image.Resampling.NEAREST
DOWN: Final = Image.linear_gradient("L").crop((0, 0, 1, 256))  # from dark to light, one point wide
ACROSS: Final = DOWN.rotate(90, expand=True)
Pen = ImageDraw.ImageDraw
Weave = Callable[["Cloth", Pen, Box, Chance], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloth:
    """`second` is the pattern's colour; `sheen` is how strongly the light plays on it, `sheer` how
    much of what lies behind it is hidden.
    """

    colour: Colour
    second: Colour | None = None
    weave: str = "plain"
    sheen: float = 0.22
    sheer: float = 1.0

    def cut(self, box: Box) -> Image.Image:
        """Return the piece of cloth that lies under this part of the sheet."""
        size = (box[2] - box[0], box[3] - box[1])
        lit, dim = lighter(self.colour, self.sheen * 0.7), darker(self.colour, self.sheen)
        across = ACROSS.resize((size[0], 1), BILINEAR).resize(size, NEAREST)
        piece = Image.composite(Image.new("RGB", size, dim), Image.new("RGB", size, lit), across)
        if self.weave == "ombre":
            down = DOWN.resize((1, size[1]), BILINEAR).resize(size, NEAREST)
            piece = Image.composite(Image.new("RGB", size, self.pattern), piece, down)
        WEAVES[self.weave](self, ImageDraw.Draw(piece), box, Chance(self.weave, box[0] // 40))
        return piece

    @property
    def pattern(self) -> Colour:
        return self.second or darker(self.colour, 0.35)

    @property
    def edge(self) -> Colour:
        """Return the ink that its seams are drawn with."""
        return darker(self.colour, 0.62)


def _plain(_: Cloth, __: Pen, ___: Box, ____: Chance) -> None:
    """Leave it as it is."""


def _columns(step: float, width: float) -> Weave:
    def weave(cloth: Cloth, pen: Pen, box: Box, _: Chance) -> None:
        gap = step * S
        for i in range(int((box[2] - box[0]) / gap) + 2):
            x = i * gap - box[0] % gap
            pen.line([(x, 0), (x, box[3] - box[1])], fill=cloth.pattern, width=round(width * S))

    return weave


def _bars(step: float, width: float) -> Weave:
    def weave(cloth: Cloth, pen: Pen, box: Box, _: Chance) -> None:
        gap = step * S
        for i in range(int((box[3] - box[1]) / gap) + 2):
            y = i * gap - box[1] % gap
            pen.line(
                [(0, y), (box[2] - box[0], y + 3 * S)], fill=cloth.pattern, width=round(width * S)
            )

    return weave


def _check(cloth: Cloth, pen: Pen, box: Box, chance: Chance) -> None:
    faint = mix(cloth.colour, cloth.pattern, 0.55)
    for weave, colour in (
        (_columns(13, 3.2), faint),
        (_bars(13, 3.2), faint),
        (_columns(13, 0.8), cloth.pattern),
        (_bars(13, 0.8), cloth.pattern),
    ):
        weave(Cloth(colour=cloth.colour, second=colour), pen, box, chance)


def _scattered(step: float, draw: Callable[[Cloth, Pen, float, float, Chance], None]) -> Weave:
    """Repeat a motif on a loose grid, every second row set off by half a step."""

    def weave(cloth: Cloth, pen: Pen, box: Box, chance: Chance) -> None:
        gap = step * S
        for row in range(int((box[3] - box[1]) / gap) + 2):
            for col in range(int((box[2] - box[0]) / gap) + 2):
                x = (col + (row % 2) / 2) * gap - box[0] % gap + chance.between(-0.18, 0.18) * gap
                y = row * gap - box[1] % gap + chance.between(-0.18, 0.18) * gap
                draw(cloth, pen, x, y, chance)

    return weave


def _dot(cloth: Cloth, pen: Pen, x: float, y: float, _: Chance) -> None:
    r = 2.2 * S
    pen.ellipse([x - r, y - r, x + r, y + r], fill=cloth.pattern)


def _flower(cloth: Cloth, pen: Pen, x: float, y: float, chance: Chance) -> None:
    size = chance.between(2.0, 3.6) * S
    leaf = mix(cloth.pattern, (60, 110, 80), 0.55)
    lx, ly = chance.between(-2, 2) * size, chance.between(0.8, 1.8) * size
    pen.ellipse(
        [x + lx - size * 0.9, y + ly - size * 0.4, x + lx + size * 0.9, y + ly + size * 0.4],
        fill=leaf,
    )
    for dx, dy in ((-1, -0.3), (1, -0.3), (0, -1.05), (-0.62, 0.85), (0.62, 0.85)):
        px, py, r = x + dx * size * 0.8, y + dy * size * 0.8, size * 0.78
        pen.ellipse([px - r, py - r, px + r, py + r], fill=cloth.pattern)
    r = size * 0.42
    pen.ellipse([x - r, y - r, x + r, y + r], fill=lighter(cloth.pattern, 0.65))


def _spark(cloth: Cloth, pen: Pen, x: float, y: float, chance: Chance) -> None:
    tone = chance.one_of(
        (
            lighter(cloth.pattern, 0.55),
            cloth.pattern,
            darker(cloth.colour, 0.35),
            lighter(cloth.colour, 0.3),
        )
    )
    r = chance.between(0.6, 1.25) * S
    pen.ellipse([x - r, y - r, x + r, y + r], fill=tone)


def _speckle(cloth: Cloth, pen: Pen, x: float, y: float, chance: Chance) -> None:
    tone = chance.one_of((cloth.pattern, lighter(cloth.colour, 0.35), darker(cloth.colour, 0.3)))
    length = chance.between(0.8, 2.2) * S
    pen.line([(x, y), (x + length, y + chance.between(-1, 1) * S)], fill=tone, width=round(0.9 * S))


def _feather(cloth: Cloth, pen: Pen, x: float, y: float, chance: Chance) -> None:
    tone = chance.one_of((cloth.pattern, lighter(cloth.colour, 0.4), darker(cloth.colour, 0.25)))
    drop, lean = chance.between(7, 12) * S, chance.between(-3, 3) * S
    pen.line(
        [(x, y), (x + lean * 0.4, y + drop * 0.5), (x + lean, y + drop)],
        fill=tone,
        width=round(0.8 * S),
    )


def _wing(cloth: Cloth, pen: Pen, x: float, y: float, _: Chance) -> None:
    """Draw the eye on a moth's wing."""
    for share, tone in (
        (1.0, cloth.pattern),
        (0.68, lighter(cloth.colour, 0.55)),
        (0.4, darker(cloth.pattern, 0.5)),
    ):
        rx, ry = 6.5 * S * share, 4.6 * S * share
        pen.ellipse([x - rx, y - ry, x + rx, y + ry], fill=tone)


def _lace(cloth: Cloth, pen: Pen, x: float, y: float, _: Chance) -> None:
    for r, tone in ((3.1 * S, cloth.pattern), (1.2 * S, lighter(cloth.pattern, 0.3))):
        pen.ellipse([x - r, y - r, x + r, y + r], outline=tone, width=max(1, round(0.6 * S)))


def _swash(cloth: Cloth, pen: Pen, x: float, y: float, chance: Chance) -> None:
    """Draw one broad stroke of a dry brush."""
    lean = chance.between(-5, 5) * S
    for i in range(5):
        dx = (i - 2) * 1.2 * S
        start, end = chance.between(-11, -4) * S, chance.between(4, 12) * S
        tone = mix(cloth.pattern, cloth.colour, chance.between(0, 0.35))
        pen.line([(x + dx, y + start), (x + dx + lean, y + end)], fill=tone, width=round(1.3 * S))


def _quilt(cloth: Cloth, pen: Pen, box: Box, _: Chance) -> None:
    gap, high, wide = 11 * S, box[3] - box[1], box[2] - box[0]
    for i in range(-int(high / gap) - 2, int(wide / gap) + 2):
        x = i * gap - box[0] % gap
        pen.line([(x, 0), (x + high, high)], fill=cloth.pattern, width=round(0.8 * S))
        pen.line([(x + high, 0), (x, high)], fill=cloth.pattern, width=round(0.8 * S))


WEAVES: Final[dict[str, Weave]] = {
    "plain": _plain,
    "ombre": _plain,
    "pinstripe": _columns(6.5, 0.6),
    "stripe": _bars(9, 3.4),
    "rib": _columns(3.2, 0.7),
    "plisse": _columns(4.6, 0.9),
    "check": _check,
    "dots": _scattered(10, _dot),
    "floral": _scattered(15, _flower),
    "sequin": _scattered(2.9, _spark),
    "tweed": _scattered(3.4, _speckle),
    "feather": _scattered(4.6, _feather),
    "wing": _scattered(21, _wing),
    "lace": _scattered(6.2, _lace),
    "brush": _scattered(26, _swash),
    "quilt": _quilt,
}
