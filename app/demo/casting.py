"""The people of the demo: 24 models and their crew. All invented, in many tongues, some with long names."""

from dataclasses import dataclass
from typing import Final

from app.demo.chance import Chance
from app.demo.drawing.figure import Person

SKINS: Final = {
    "porcelain": (246, 222, 208),
    "fair": (238, 202, 178),
    "olive": (216, 172, 134),
    "tan": (190, 138, 100),
    "brown": (148, 100, 70),
    "deep": (104, 70, 52),
    "ebony": (78, 54, 44),
}
HAIRS: Final = {
    "black": (26, 22, 24),
    "dark": (48, 34, 30),
    "chestnut": (104, 62, 40),
    "copper": (158, 82, 46),
    "gold": (206, 166, 102),
    "ash": (172, 152, 126),
    "platinum": (232, 222, 204),
}
# name, skin, hair, how it is worn
WALKING: Final = (
    ("Amaru Quilla Tintaya", "tan", "black", "long"),
    ("Ásdís Hrafnkelsdóttir", "porcelain", "platinum", "sleek"),
    ("Ngozi Ezenwa-Bright", "deep", "black", "cloud"),
    ("Thùy-Linh Đặng", "fair", "black", "bob"),
    ("Saoirse Ní Chonaill", "porcelain", "copper", "waves"),
    ("Zofia Wąsowicz-Łęcka", "fair", "ash", "low bun"),
    ("Itsuki Hanamori", "fair", "dark", "pixie"),
    ("María de los Ángeles Etxeberria Goikoetxea", "olive", "dark", "waves"),
    ("Adaeze Okwuosa", "ebony", "black", "braids"),
    ("Léonie Vanhoutte-Delacroix", "fair", "chestnut", "bun"),
    ("Ji-eun Baek", "fair", "black", "sleek"),
    ("Anahera Te Rangi", "tan", "dark", "waves"),
    ("Yıldız Karaoğlu", "olive", "chestnut", "long"),  # noqa: RUF001 - a Turkish letter
    ("Tjaša Bogataj", "porcelain", "gold", "bob"),
    ("Mbali Khoza-Dube", "brown", "black", "curls"),
    ("Freyja Ørnskov", "porcelain", "platinum", "braids"),
    ("Ilinca Brâncoveanu", "olive", "black", "low bun"),
    ("Chidinma Uzoaru", "deep", "black", "sleek"),
    ("Noor van 't Hoff", "tan", "dark", "curls"),
    ("Kateřina Šťastná", "fair", "gold", "long"),
    ("Rukmini Venkataraghavan", "brown", "black", "bun"),
    ("Eilidh MacIlwraith", "porcelain", "copper", "curls"),
    ("Xóchitl Tlapoyawa", "tan", "black", "braids"),
    ("Sunniva Bjørkås", "fair", "platinum", "pixie"),
)
# Which model walks in which place: 1 to 24 once, sixteen of them twice; three changes are tight.
WHO_WALKS: Final = (
    *range(1, 17),
    17, 18, 1, 2, 4, 3, 19, 13, 20, 14, 5, 15, 6, 21, 7, 22, 8, 9, 23, 10, 16, 24, 11, 12,
)  # fmt: skip
DRESSERS: Final = (
    "Pia Lindqvist", "Tom Okafor", "Lou Marchetti", "Inês Carvalho", "Bảo Trần",
    "Wim Dekkers", "Oksana Hrytsenko", "Deniz Aydın", "Marguerite Oyelaran-Smith", "Kofi Asante",  # noqa: RUF001 - a Turkish letter
)  # fmt: skip
# role, name, and the department of an operator
DESKS: Final = (
    ("stage_manager", "Ola Bergström", None),
    ("caller", "Ana Vidović", None),
    ("starter", "Jules Fontanelle", None),
    ("head_dresser", "Rosalind Achterberg", None),
    ("seamstress", "Eva Procházková", None),
    ("desk", "Hamid Rezvani", None),
    ("casting", "Célestine Amankwah", None),
    ("check_in", "Minh Châu Lý", None),
    ("beauty", "Ben Szabó", None),
    ("beauty", "Yara Nasser", None),
    ("beauty", "Greta Nordström", None),
    ("operator", "Mika Salonen", "MU"),
    ("operator", "Lex Drummond", "LX"),
    ("operator", "Vesna Kolar", "VX"),
    ("front_of_house", "Héloïse Tremblay-Roy", None),
)
AGENCIES: Final = (
    "Agence Lumen",
    "Nordlys Models",
    "Sable & Fils",
    "Kikimora Mgmt",
    "Casa Tamarindo",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walking:
    """One model: who she is on paper, and how she is drawn."""

    id: str
    name: str
    looks: Person
    measurements: dict[str, float]
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """One of the crew."""

    id: str
    name: str
    role: str
    room: str | None = None
    department: str | None = None

    @property
    def short(self) -> str:
        """Return the name as screens show it: `Pia L.`"""
        first, *rest = self.name.split()
        return f"{first} {rest[-1][0]}." if rest else first


def cast(chance: Chance) -> tuple[Walking, ...]:
    return tuple(
        Walking(
            id=f"m{place}",
            name=name,
            looks=Person(skin=SKINS[skin], hair=HAIRS[hair], style=style),
            measurements=_measured(chance.apart("measured", place)),
            contact=chance.apart("agency", place).one_of(AGENCIES),
        )
        for place, (name, skin, hair, style) in enumerate(WALKING, start=1)
    )


def crew() -> tuple[Hand, ...]:
    """Return dressers first, five in each room, then one person a desk."""
    dressers = [
        Hand(id=f"c{i}", name=name, role="dresser", room="A" if i <= 5 else "B")
        for i, name in enumerate(DRESSERS, start=1)
    ]
    desks = [
        Hand(id=f"c{i}", name=name, role=role, department=department)
        for i, (role, name, department) in enumerate(DESKS, start=len(dressers) + 1)
    ]
    return (*dressers, *desks)


def dresser_of(model: int) -> str:
    """Return who dresses a model, in all her looks: nobody has two hard changes at once."""
    return f"c{(model - 1) % len(DRESSERS) + 1}"


def _measured(chance: Chance) -> dict[str, float]:
    return {
        "height_cm": chance.whole(174, 184),
        "bust_cm": chance.whole(78, 86),
        "waist_cm": chance.whole(58, 65),
        "hips_cm": chance.whole(86, 92),
        "dress_eu": chance.one_of((34, 34, 36, 36, 38)),
        "shoe_eu": chance.one_of((38, 39, 39.5, 40, 40, 41, 42)),
    }
