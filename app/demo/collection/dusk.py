"""Act one, dusk: ink, slate and midnight; coats, and the first sequins."""

from typing import Final

from app.demo.wardrobe import (
    Outfit,
    buttoned,
    cape,
    cloth,
    coat,
    dress,
    extra,
    shoes,
    skirt,
    top,
    trousers,
)

LOOKS: Final = (
    Outfit(
        act="dusk",
        arms="down hip",
        notes="Opens the show: stop on the mark, count of three.",
        pieces=(
            coat("midnight wool coat, floor length", cloth("midnight", sheen=0.3), 452, 16, "ink"),
            dress("ink silk slip dress", cloth("ink", sheen=0.5), "slip, strap"),
            shoes("black patent pumps", "pump", "black"),
            extra("jet drop earrings", "earrings", "onyx"),
        ),
    ),
    Outfit(
        act="dusk",
        notes="Belt on the second hole.",
        pieces=(
            buttoned("slate gabardine trench", cloth("slate"), 372, 20, "ink"),
            shoes("ink knee boots", "knee boot", "ink"),
            extra("ink leather gloves", "gloves", "ink"),
            extra("smoked sunglasses", "sunglasses", "onyx", required=False),
        ),
    ),
    Outfit(
        act="dusk",
        arms="hip down",
        pieces=(
            coat("pinstripe jacket", cloth("ink", "pinstripe", "mist"), 268, 0, "black"),
            top("white shirt, French cuffs", cloth("moon"), "shirt"),
            trousers("pinstripe wide trousers", cloth("ink", "pinstripe", "mist"), "wide trousers"),
            shoes("black loafers", "flat", "black"),
        ),
    ),
    Outfit(
        act="dusk",
        notes="Hem over the left foot at the turn.",
        pieces=(
            dress("petrol velvet column dress", cloth("petrol", sheen=0.5), "slit, high, long"),
            shoes("petrol satin sandals", "sandal", "petrol"),
            extra("silver cuffs, pair", "cuffs", "silver"),
        ),
    ),
    Outfit(
        act="dusk",
        arms="down hip",
        pieces=(
            top("mist cashmere polo neck", cloth("mist", "rib", "silver"), "high, long", hem=254),
            skirt("midnight pleated skirt", cloth("midnight", "plisse", "ink", 0.35), "pleated"),
            shoes("midnight ankle boots", "ankle boot", "midnight"),
            extra("midnight beret", "beret", "midnight"),
        ),
    ),
    Outfit(
        act="dusk",
        notes="Cape weights in the hem: carry, do not drag.",
        pieces=(
            cape("violet wool cape", cloth("violet", sheen=0.34), 356, 34),
            trousers("ink slim trousers", cloth("ink"), "slim trousers"),
            top("ink silk blouse", cloth("ink", sheen=0.45), "boat"),
            shoes("ink pumps", "pump", "ink"),
        ),
    ),
    Outfit(
        act="dusk",
        arms="hip down",
        pieces=(
            dress("dusk floral tea dress", cloth("midnight", "floral", "rose"), "midi, vee, elbow"),
            shoes("ink lace-up ankle boots", "ankle boot", "ink"),
            extra("rose silk scarf", "scarf", "rose"),
        ),
    ),
    Outfit(
        act="dusk",
        notes="Zip at the back: hook first, then up.",
        tags=frozenset({"zip"}),
        pieces=(
            dress(
                "midnight sequin gown, back zip",
                cloth("midnight", "sequin", "steel", 0.4),
                "mermaid, one shoulder",
            ),
            shoes("silver sandals", "sandal", "silver"),
            extra("star clutch", "clutch", "silver"),
        ),
    ),
)
