"""What the figure walks on: the set of the show, a dark garden with one light, tinted act by act."""

from functools import cache

from PIL import Image, ImageDraw, ImageFilter

from app.demo.drawing.brush import HEIGHT, SCALE, WIDTH, Colour, darker, lighter, mix

COARSE = 2  # soft things are painted small and enlarged: they have no edges to lose


def backdrop(tint: Colour) -> Image.Image:
    """Return the empty set in one tint: wall, arch of light, floor. The sheet is yours to paint on."""
    return _built(tint).copy()


@cache
def _built(tint: Colour) -> Image.Image:
    wide, high = WIDTH // COARSE, HEIGHT // COARSE
    top, low = mix(darker(tint, 0.35), (58, 60, 72), 0.25), lighter(tint, 0.16)
    wall = Image.composite(
        Image.new("RGB", (wide, high), low),
        Image.new("RGB", (wide, high), top),
        Image.linear_gradient("L").resize((wide, high)),
    )
    _soft(wall, lighter(tint, 0.62), (0.12, 0.03, 0.88, 0.98), 0.72, 22)
    floor = round(high * 0.885)
    plane = Image.composite(
        Image.new("RGB", (wide, high - floor), darker(tint, 0.34)),
        Image.new("RGB", (wide, high - floor), mix(tint, lighter(tint, 0.3), 0.5)),
        Image.linear_gradient("L").resize((wide, high - floor)),
    )
    wall.paste(plane, (0, floor))
    _soft(wall, lighter(tint, 0.7), (0.2, 0.895, 0.8, 0.985), 0.5, 7)
    _soft(wall, darker(tint, 0.86), (0.34, 0.915, 0.72, 0.957), 0.62, 4)
    return wall.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.BICUBIC)


def _soft(
    wall: Image.Image,
    colour: Colour,
    part: tuple[float, float, float, float],
    alpha: float,
    blur: float,
) -> None:
    wide, high = wall.size
    mask = Image.new("L", wall.size, 0)
    box = [part[0] * wide, part[1] * high, part[2] * wide, part[3] * high]
    ImageDraw.Draw(mask).ellipse(box, fill=round(255 * alpha))
    wall.paste(
        Image.new("RGB", wall.size, colour), (0, 0), mask.filter(ImageFilter.GaussianBlur(blur))
    )
