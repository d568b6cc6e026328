"""The demo's house: three rows in two blocks, and sixty invented guests with their titles."""

from typing import Final

from app.demo.chance import Chance

BLOCKS: Final = ("A", "B")
ROWS: Final = 3
SEATS: Final = 12
HELD: Final = frozenset({"A-1-6", "A-1-7", "B-1-6", "B-2-1"})
GUESTS: Final = 60
FIRST_NAMES: Final = (
    "Aurélie", "Benedikt", "Chiyo", "Dragana", "Emeka", "Fanny", "Gwendolen", "Håkon", "Imogen",
    "Jadwiga", "Kwabena", "Ludovica", "Maëlys", "Nils", "Océane", "Piotr", "Quintus", "Radmila",
    "Seung-ho", "Tove", "Ulrike", "Vikram", "Wiebke", "Ximena", "Yewande", "Zsófia",
)  # fmt: skip
LAST_NAMES: Final = (
    "Abernethy", "Bellweather", "Castellane", "Dąbrowska", "Eskildsen", "Fairweather", "Gyllensten",
    "Hollingworth", "Iversdatter", "Jankowiak", "Kowalczuk", "Lavallière", "Montgomery-Achebe",
    "Nakagawa", "Ostrander", "Pettersson", "Quarshie", "Rautenberg", "Sørbø", "Thistlethwaite",
    "Underhill", "Vandersteen", "Wollstonecroft", "Yamaguchi-Lund", "Zaleski",
)  # fmt: skip
# title, tier, party: who sits together comes from one house
TITLES: Final = (
    ("Northlight Review, editor in chief", 1, "Northlight"),
    ("Northlight Review, fashion", 2, "Northlight"),
    ("The Selvedge, critic", 1, "Selvedge"),
    ("The Selvedge, photographs", 3, "Selvedge"),
    ("Kaleido Paris, editor", 1, "Kaleido"),
    ("Grand Magasin Aubrac, buyer", 2, "Aubrac"),
    ("Halden & Roe, buyer", 2, "Halden"),
    ("friend of the house", 1, None),
    ("actress", 1, None),
    ("composer of the show", 2, None),
    ("mill of the velvet", 2, "Filature du Lac"),
    ("student, Haute École", 3, "École"),
    ("collector", 2, None),
    ("Tissage Quarterly", 3, "Tissage"),
)
RIVALS: Final = ("Northlight", "Kaleido")


def seats() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for block in BLOCKS:
        for row in range(1, ROWS + 1):
            for number in range(1, SEATS + 1):
                seat: dict[str, object] = {
                    "id": f"{block}-{row}-{number}",
                    "block": block,
                    "row": row,
                    "number": number,
                    "tier": row,
                }
                if seat["id"] in HELD:
                    seat["held"] = True
                found.append(seat)
    return found


def guests(chance: Chance) -> list[dict[str, object]]:
    """Seat everybody by tier, as far as the seats go; two rival houses sit apart."""
    free = {
        tier: [s for s in seats() if s["tier"] == tier and "held" not in s] for tier in (1, 2, 3)
    }
    lasts = chance.shuffled(LAST_NAMES * 3)
    invited: list[dict[str, object]] = []
    for place in range(1, GUESTS + 1):
        title, tier, party = TITLES[(place * 5 + place // 14) % len(TITLES)]
        guest: dict[str, object] = {
            "id": f"g{place}",
            "name": f"{FIRST_NAMES[place * 7 % len(FIRST_NAMES)]} {lasts[place]}",
            "title": title,
            "tier": tier,
        }
        if party is not None:
            guest["party"] = party
        row = next((free[t] for t in (tier, 2, 3, 1) if free[t]), None)
        if row:
            guest["seat"] = row.pop(0)["id"]
        invited.append(guest)
    _keep_apart(invited)
    return invited


def _keep_apart(invited: list[dict[str, object]]) -> None:
    one, other = (
        next(guest for guest in invited if guest.get("party") == house) for house in RIVALS
    )
    one["apart_from"] = [other["id"]]
    other["apart_from"] = [one["id"]]
