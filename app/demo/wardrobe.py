"""The wardrobe: what a look is made of, so that its rack card and its picture tell the same story."""

from dataclasses import dataclass, field
from typing import Final, Literal

from app.demo.drawing.brush import Colour
from app.demo.drawing.cloth import Cloth

Kind = Literal["garment", "shoe", "accessory"]
Part = Literal[
    "train", "skirt", "tiers", "trousers", "bodice", "sleeves",
    "coat", "closed coat", "cape", "shoes", "extra", "tights",
]  # fmt: skip

PALETTE: Final[dict[str, Colour]] = {
    "ink": (30, 34, 52), "midnight": (38, 50, 92), "slate": (86, 98, 118), "mist": (188, 196, 208),
    "petrol": (24, 82, 98), "violet": (92, 70, 128), "black": (30, 28, 34), "graphite": (62, 64, 72),
    "moss": (98, 112, 60), "fern": (60, 118, 78), "bottle": (20, 66, 54), "sage": (162, 176, 146),
    "bark": (92, 66, 52), "lichen": (196, 204, 164), "pine": (28, 52, 46), "celadon": (150, 196, 176),
    "pollen": (230, 180, 62), "ochre": (196, 138, 58), "cream": (240, 228, 204), "camel": (196, 158, 112),
    "rust": (172, 84, 48), "honey": (220, 164, 92), "sand": (222, 204, 176), "tobacco": (124, 84, 54),
    "rose": (224, 140, 152), "coral": (232, 108, 88), "crimson": (166, 28, 48), "wine": (96, 24, 48),
    "peony": (214, 74, 118), "blush": (240, 208, 200), "plum": (92, 40, 80), "lilac": (190, 164, 208),
    "moon": (232, 234, 240), "pearl": (242, 236, 226), "silver": (186, 192, 204), "steel": (126, 138, 158),
    "ivory": (246, 240, 228), "gold": (206, 168, 92), "frost": (206, 222, 234), "onyx": (22, 22, 28),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One shape of a piece. A dress has two: a bodice and a skirt."""

    part: Part
    cut: str
    cloth: Cloth
    hem: float = 211
    flare: float = 0
    trim: Colour | None = None
    ends: tuple[tuple[float, float], ...] = ()  # of tiers: lower edge, half width


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One line of a rack card."""

    words: str
    kind: Kind = "garment"
    layers: tuple[Layer, ...] = ()
    required: bool = True
    high_value: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outfit:
    """One look as it was designed, before anybody is cast for it."""

    pieces: tuple[Piece, ...]
    act: str
    arms: str = "down down"
    hair: str = ""  # where the design asks for one; else the model's own
    notes: str = ""
    tags: frozenset[str] = field(default_factory=frozenset)

    def layers(self, *parts: Part) -> list[Layer]:
        return [layer for piece in self.pieces for layer in piece.layers if layer.part in parts]


def cloth(
    colour: str,
    weave: str = "plain",
    second: str | None = None,
    sheen: float = 0.22,
    sheer: float = 1.0,
) -> Cloth:
    """Take cloth from the shelf: `cloth("moss", "tweed", "bark")`."""
    return Cloth(
        colour=PALETTE[colour],
        weave=weave,
        second=PALETTE[second] if second else None,
        sheen=sheen,
        sheer=sheer,
    )


def dress(words: str, of: Cloth, cut: str) -> Piece:
    """Make a dress; `cut` names skirt, neckline and sleeves: `slit, high, long`."""
    below, neck, *sleeves = cut.split(", ")
    body = (Layer(part="bodice", cut=neck, cloth=of), Layer(part="skirt", cut=below, cloth=of))
    return Piece(words=words, layers=(*body, *_sleeves(of, sleeves)))


def tiered(words: str, of: Cloth, neck: str, ends: tuple[tuple[float, float], ...]) -> Piece:
    """Make a dress of flounces."""
    tiers = Layer(part="tiers", cut="", cloth=of, ends=ends)
    return Piece(words=words, layers=(Layer(part="bodice", cut=neck, cloth=of), tiers))


def top(words: str, of: Cloth, cut: str, hem: float = 211) -> Piece:
    """Make a top; `cut` names neckline and sleeves: `vee, bishop`."""
    neck, *sleeves = cut.split(", ")
    body = Layer(part="bodice", cut=neck, cloth=of, hem=hem)
    return Piece(words=words, layers=(body, *_sleeves(of, sleeves)))


def _sleeves(of: Cloth, cuts: list[str]) -> tuple[Layer, ...]:
    return tuple(Layer(part="sleeves", cut=cut, cloth=of) for cut in cuts)


def skirt(words: str, of: Cloth, cut: str) -> Piece:
    return Piece(words=words, layers=(Layer(part="skirt", cut=cut, cloth=of),))


def trousers(words: str, of: Cloth, cut: str) -> Piece:
    return Piece(words=words, layers=(Layer(part="trousers", cut=cut, cloth=of),))


def coat(words: str, of: Cloth, hem: float, flare: float, lapel: str) -> Piece:
    """Make a coat or a jacket that is worn open."""
    body = Layer(part="coat", cut="", cloth=of, hem=hem, flare=flare, trim=PALETTE[lapel])
    return Piece(words=words, layers=(body, *_sleeves(of, ["coat"])))


def buttoned(words: str, of: Cloth, hem: float, flare: float, belt: str) -> Piece:
    """Make a double-breasted coat with a belt."""
    body = Layer(part="closed coat", cut="", cloth=of, hem=hem, flare=flare, trim=PALETTE[belt])
    return Piece(words=words, layers=(body, *_sleeves(of, ["coat"])))


def cape(words: str, of: Cloth, hem: float, spread: float) -> Piece:
    return Piece(words=words, layers=(Layer(part="cape", cut="", cloth=of, hem=hem, flare=spread),))


def train(words: str, of: Cloth) -> Piece:
    return Piece(words=words, layers=(Layer(part="train", cut="", cloth=of),))


def shoes(words: str, cut: str, colour: str) -> Piece:
    return Piece(
        words=words, kind="shoe", layers=(Layer(part="shoes", cut=cut, cloth=cloth(colour)),)
    )


def tights(words: str, colour: str) -> Piece:
    return Piece(
        words=words, kind="accessory", layers=(Layer(part="tights", cut="", cloth=cloth(colour)),)
    )


def extra(
    words: str, cut: str, colour: str, *, required: bool = True, high_value: bool = False
) -> Piece:
    return Piece(
        words=words,
        kind="accessory",
        layers=(Layer(part="extra", cut=cut, cloth=cloth(colour)),),
        required=required,
        high_value=high_value,
    )
