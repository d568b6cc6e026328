"""Act three, pollen: camel, straw and honey; moths come to the light."""

from typing import Final

from app.demo.wardrobe import (
    Outfit,
    buttoned,
    cloth,
    coat,
    dress,
    extra,
    shoes,
    skirt,
    tiered,
    top,
    trousers,
)

LOOKS: Final = (
    Outfit(
        act="pollen",
        arms="down hip",
        pieces=(
            buttoned("camel double-breasted coat", cloth("camel"), 430, 12, "tobacco"),
            shoes("tobacco knee boots", "knee boot", "tobacco"),
            extra("tobacco tote", "tote", "tobacco"),
        ),
    ),
    Outfit(
        act="pollen",
        arms="hip down",
        pieces=(
            top("cream poplin shirt", cloth("cream"), "shirt, leg of mutton"),
            trousers("ochre flared trousers", cloth("ochre", sheen=0.28), "flared trousers"),
            shoes("rust pumps", "pump", "rust"),
            extra("tobacco belt", "belt", "tobacco"),
        ),
    ),
    Outfit(
        act="pollen",
        pieces=(
            dress("pollen sun dress", cloth("pollen", "dots", "cream"), "flared mini, strap"),
            shoes("cream platforms", "platform", "cream"),
            extra("straw hat", "hat", "sand"),
            extra("straw fan", "fan", "sand", required=False),
        ),
    ),
    Outfit(
        act="pollen",
        notes="Sleeves wide: mind the rail at the exit.",
        pieces=(
            dress("moth-wing kaftan", cloth("honey", "wing", "tobacco"), "a-line, vee, kimono"),
            shoes("gold flat sandals", "sandal", "gold"),
            extra("moth feelers, gold wire", "antennae", "tobacco"),
        ),
    ),
    Outfit(
        act="pollen",
        arms="down hip",
        pieces=(
            coat("honey suede jacket", cloth("honey", sheen=0.3), 250, 0, "tobacco"),
            top("cream ribbed vest", cloth("cream", "rib", "sand"), "scoop"),
            skirt("rust leather skirt", cloth("rust", sheen=0.5), "pencil"),
            shoes("tobacco ankle boots", "ankle boot", "tobacco"),
        ),
    ),
    Outfit(
        act="pollen",
        arms="hip down",
        pieces=(
            top("striped knit", cloth("cream", "stripe", "rust"), "boat, long", hem=256),
            trousers("sand bermudas", cloth("sand"), "bermudas"),
            shoes("rust loafers", "flat", "rust"),
            extra("amber sunglasses", "sunglasses", "tobacco", required=False),
        ),
    ),
    Outfit(
        act="pollen",
        notes="Feathers: no spray after dressing.",
        pieces=(
            dress(
                "pollen feather cocktail dress",
                cloth("pollen", "feather", "honey"),
                "bubble, straight",
            ),
            shoes("gold sandals", "sandal", "gold"),
            extra("amber collar", "collar", "ochre", high_value=True),
        ),
    ),
    Outfit(
        act="pollen",
        arms="down hip",
        pieces=(
            tiered(
                "cream chiffon flounce gown",
                cloth("cream", sheen=0.3),
                "plunge",
                ((300, 50), (362, 66), (428, 84), (494, 104)),
            ),
            shoes("gold flat sandals", "sandal", "gold"),
            extra("pollen silk flower", "flower", "pollen"),
        ),
    ),
)
