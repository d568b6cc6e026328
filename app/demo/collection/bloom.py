"""Act four, bloom: coral, peony and wine."""

from typing import Final

from app.demo.wardrobe import (
    Outfit,
    cape,
    cloth,
    coat,
    dress,
    extra,
    shoes,
    skirt,
    tights,
    top,
    trousers,
)

LOOKS: Final = (
    Outfit(
        act="bloom",
        arms="hip down",
        pieces=(
            coat("coral tuxedo jacket", cloth("coral"), 266, 0, "crimson"),
            trousers("coral wide trousers", cloth("coral"), "wide trousers"),
            top("blush silk camisole", cloth("blush", sheen=0.45), "vee"),
            shoes("crimson pumps", "pump", "crimson"),
        ),
    ),
    Outfit(
        act="bloom",
        tags=frozenset({"borrows shoes"}),
        notes="Shoes come from an earlier look: ask the shoe desk.",
        pieces=(
            dress("peony puff dress", cloth("peony", sheen=0.34), "bubble, straight, puff"),
            tights("wine tights", "wine"),
            shoes("gold platform sandals", "platform", "gold"),
        ),
    ),
    Outfit(
        act="bloom",
        arms="down hip",
        pieces=(
            top("lilac mohair knit", cloth("lilac", "tweed", "blush"), "vee, bishop", hem=252),
            skirt("plum satin slip skirt", cloth("plum", sheen=0.5), "slip"),
            shoes("plum ankle boots", "ankle boot", "plum"),
        ),
    ),
    Outfit(
        act="bloom",
        notes="Lace: no rings, no watches near it.",
        pieces=(
            dress("wine lace dress", cloth("wine", "lace", "rose"), "pencil, high, long"),
            shoes("wine pumps", "pump", "wine"),
            extra("long pearls", "pearls", "pearl", high_value=True),
        ),
    ),
    Outfit(
        act="bloom",
        arms="hip down",
        pieces=(
            dress(
                "blush floral garden dress",
                cloth("blush", "floral", "peony"),
                "a-line, scoop, puff",
            ),
            shoes("rose sandals", "sandal", "rose"),
            extra("rose turban", "turban", "rose"),
        ),
    ),
    Outfit(
        act="bloom",
        arms="down hip",
        pieces=(
            cape("crimson satin cape", cloth("crimson", sheen=0.5), 430, 44),
            dress("wine velvet mini dress", cloth("wine", sheen=0.4), "mini, straight"),
            shoes("crimson thigh boots", "thigh boot", "crimson"),
        ),
    ),
    Outfit(
        act="bloom",
        pieces=(
            top("rose corset top", cloth("rose", "rib", "peony", 0.35), "strapless"),
            skirt("plum tulip skirt", cloth("plum", sheen=0.4), "tulip"),
            shoes("rose pumps", "pump", "rose"),
            extra("plum opera gloves", "opera gloves", "plum"),
            extra("plum clutch", "clutch", "plum", required=False),
        ),
    ),
    Outfit(
        act="bloom",
        arms="hip hip",
        notes="Skirt through the double door only.",
        pieces=(
            dress("peony ball gown", cloth("peony", "ombre", "wine", 0.4), "ball, strapless"),
            shoes("rose pumps", "pump", "rose"),
            extra("garnet earrings", "earrings", "crimson"),
        ),
    ),
)
