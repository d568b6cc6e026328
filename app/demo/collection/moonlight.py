"""Act five, moonlight: silver, frost and ivory; the bride closes."""

from typing import Final

from app.demo.wardrobe import Outfit, cape, cloth, coat, dress, extra, shoes, tiered, top, trousers

LOOKS: Final = (
    Outfit(
        act="moonlight",
        arms="down hip",
        pieces=(
            coat("moon tuxedo coat", cloth("moon"), 398, 8, "silver"),
            trousers("moon straight trousers", cloth("moon"), "straight trousers"),
            top("onyx satin vest", cloth("onyx", sheen=0.5), "plunge"),
            shoes("onyx pumps", "pump", "onyx"),
        ),
    ),
    Outfit(
        act="moonlight",
        pieces=(
            dress(
                "silver foil column dress",
                cloth("silver", "sequin", "moon", 0.5),
                "column, boat, bell",
            ),
            shoes("silver sandals", "sandal", "silver"),
        ),
    ),
    Outfit(
        act="moonlight",
        arms="hip down",
        pieces=(
            top("frost organza blouse", cloth("frost", sheen=0.3, sheer=0.82), "vee, bell"),
            trousers("steel wide trousers", cloth("steel", sheen=0.4), "wide trousers"),
            shoes("steel pumps", "pump", "steel"),
            extra("frost silk flower", "flower", "frost"),
        ),
    ),
    Outfit(
        act="moonlight",
        arms="down hip",
        notes="Feather trim is pinned, not sewn: no belts near it.",
        pieces=(
            dress(
                "onyx feather gown", cloth("onyx", "feather", "graphite", 0.3), "mermaid, straight"
            ),
            shoes("onyx sandals", "sandal", "onyx"),
            extra("moon opera gloves", "opera gloves", "moon"),
            extra("moonstone collar", "collar", "frost", high_value=True),
        ),
    ),
    Outfit(
        act="moonlight",
        arms="hip down",
        pieces=(
            cape("frost chiffon cape", cloth("frost", sheen=0.3, sheer=0.6), 470, 62),
            dress("pearl bias dress", cloth("pearl", sheen=0.5), "column, vee"),
            shoes("silver sandals", "sandal", "silver"),
        ),
    ),
    Outfit(
        act="moonlight",
        pieces=(
            dress("moon-phase gown", cloth("ink", "ombre", "steel", 0.4), "a-line, halter"),
            shoes("ink pumps", "pump", "ink"),
            extra("silver moth feelers", "antennae", "silver"),
            extra("silver cuffs, pair", "cuffs", "silver"),
        ),
    ),
    Outfit(
        act="moonlight",
        arms="down hip",
        pieces=(
            tiered(
                "silver tulle tiers",
                cloth("silver", sheen=0.34),
                "strapless",
                ((290, 66), (356, 90), (424, 112), (496, 134)),
            ),
            shoes("silver sandals", "sandal", "silver"),
            extra("diamanté collar", "collar", "moon", high_value=True),
        ),
    ),
    Outfit(
        act="moonlight",
        arms="down down",
        hair="low bun",
        notes="Closes the show. Veil down before the turn; bow with the designer.",
        pieces=(
            dress("ivory lace bridal gown", cloth("ivory", "lace", "sand", 0.2), "ball, vee, long"),
            shoes("ivory satin pumps", "pump", "ivory"),
            extra("ivory tulle veil, four metres", "veil", "ivory"),
            extra("pearl drop earrings", "earrings", "pearl", high_value=True),
        ),
    ),
)
