"""Act two, moss: tweed, organza and taffeta in greens."""

from typing import Final

from app.demo.wardrobe import (
    Outfit,
    cloth,
    coat,
    dress,
    extra,
    shoes,
    skirt,
    tights,
    top,
    train,
    trousers,
)

LOOKS: Final = (
    Outfit(
        act="moss",
        arms="down down",
        pieces=(
            coat("moss tweed cocoon coat", cloth("moss", "tweed", "lichen"), 340, 14, "bark"),
            top("lichen silk shirt", cloth("lichen"), "shirt"),
            trousers("bark cropped trousers", cloth("bark"), "cropped trousers"),
            shoes("bark loafers", "flat", "bark"),
        ),
    ),
    Outfit(
        act="moss",
        arms="hip down",
        pieces=(
            dress("fern wrap dress", cloth("fern", "brush", "bottle"), "midi, plunge, bishop"),
            shoes("bottle sandals", "sandal", "bottle"),
            extra("bark belt, gold buckle", "belt", "bark"),
        ),
    ),
    Outfit(
        act="moss",
        notes="Collar up. Hands in the pockets from the door on.",
        pieces=(
            coat("check overcoat", cloth("sage", "check", "pine"), 420, 12, "pine"),
            top("pine ribbed knit", cloth("pine", "rib"), "high", hem=250),
            trousers("pine straight trousers", cloth("pine"), "straight trousers"),
            shoes("black ankle boots", "ankle boot", "black"),
        ),
    ),
    Outfit(
        act="moss",
        arms="down hip",
        pieces=(
            top("celadon organza blouse", cloth("celadon", sheen=0.3, sheer=0.86), "high, bishop"),
            skirt("bottle satin skirt", cloth("bottle", sheen=0.55), "a-line"),
            shoes("bottle pumps", "pump", "bottle"),
            extra("celadon silk flower", "flower", "celadon"),
        ),
    ),
    Outfit(
        act="moss",
        notes="Shoes are shared with a later look: straight to the shoe desk.",
        tags=frozenset({"lends shoes"}),
        pieces=(
            dress("lichen knitted mini dress", cloth("lichen", "rib", "sage"), "mini, boat, long"),
            shoes("gold platform sandals", "platform", "gold"),
            tights("sage tights", "sage"),
            extra("moss felt hat", "hat", "moss"),
        ),
    ),
    Outfit(
        act="moss",
        arms="hip down",
        pieces=(
            coat("quilted bottle jacket", cloth("bottle", "quilt", "pine", 0.34), 262, 0, "moss"),
            dress("sage slip dress", cloth("sage", sheen=0.5), "slip, strap"),
            shoes("pine knee boots", "knee boot", "pine"),
        ),
    ),
    Outfit(
        act="moss",
        pieces=(
            dress(
                "moss plissé goddess gown", cloth("moss", "plisse", "pine", 0.35), "column, halter"
            ),
            shoes("gold flat sandals", "sandal", "gold"),
            extra("gold cuffs, pair", "cuffs", "gold"),
            extra("gold laurel earrings", "earrings", "gold", high_value=True),
        ),
    ),
    Outfit(
        act="moss",
        arms="down hip",
        notes="Train over the arm until the door.",
        pieces=(
            train("fern taffeta train", cloth("fern", sheen=0.5)),
            dress(
                "fern taffeta gown, open front", cloth("fern", sheen=0.5), "handkerchief, strapless"
            ),
            shoes("bottle pumps", "pump", "bottle"),
            extra("bottle opera gloves", "opera gloves", "bottle"),
        ),
    ),
)
