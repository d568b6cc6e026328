"""The demo's plan as a bundle (PROTOCOL.md section 7): the collection, cast, dressed, cued and seated."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.demo import script
from app.demo.casting import WHO_WALKS, Hand, Walking, cast, crew, dresser_of
from app.demo.chance import Chance
from app.demo.collection import LOOKS, TITLE
from app.demo.draw import draw_look, picture_uri
from app.demo.house import guests, seats
from app.demo.wardrobe import Outfit, Piece

SPACING_MS: Final = 15_000
SPACING_MS_MIN: Final = 750  # a GO re-arms after 700 ms
WALK_MS: Final = 40_000
MINUTE_MS: Final = 60_000
CALLED_BEFORE_MS: Final = (180 * MINUTE_MS, 165 * MINUTE_MS, 150 * MINUTE_MS)
ON_THE_ROAD: Final = frozenset({(6, 0), (22, 0), (36, 1)})  # look and piece that come by courier
ASSEMBLY: Final = "Leave by door C and meet at the fountain in the courtyard."
GOWNS: Final = frozenset({"ball", "mermaid", "a-line", "handkerchief"})

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast the evening goes: 1 is real, at 20 it is over within a minute."""

    speed: float = 1.0

    def ms(self, real_ms: float) -> int:
        """Return how long something takes that really takes `real_ms`."""
        return round(real_ms / self.speed)

    @property
    def spacing_ms(self) -> int:
        return max(SPACING_MS_MIN, self.ms(SPACING_MS))


def plan_bundle(seed: int, *, starts_at: int, pace: Pace, pictures: bool = True) -> Json:
    """Return the same plan for the same arguments, on every machine."""
    chance = Chance("standby demo", seed)
    walking = cast(chance)
    return {
        "standby": 1,
        "title": TITLE,
        "starts_at": starts_at,
        "spacing_ms": pace.spacing_ms,
        "walk_ms": pace.ms(WALK_MS),
        "assembly": ASSEMBLY,
        "checks": True,
        "models": [_model(one, starts_at, chance) for one in walking],
        "crew": [_hand(one) for one in crew()],
        "looks": [
            _look(place, walking[WHO_WALKS[place - 1] - 1], pace, pictures=pictures)
            for place in range(1, script.LOOKS + 1)
        ],
        "cues": cues(pace),
        "seats": seats(),
        "guests": guests(chance.apart("guests")),
    }


def _model(one: Walking, starts_at: int, chance: Chance) -> Json:
    before_ms = chance.apart("call", one.id).one_of(CALLED_BEFORE_MS)
    return {
        "id": one.id,
        "name": one.name,
        "call_at": starts_at - before_ms,
        "measurements": one.measurements,
        "contact": one.contact,
    }


def _hand(one: Hand) -> Json:
    hand: Json = {"id": one.id, "name": one.name, "role": one.role}
    if one.room is not None:
        hand["room"] = one.room
    return hand


def _look(place: int, who: Walking, pace: Pace, *, pictures: bool) -> Json:
    outfit = LOOKS[place - 1]
    look: Json = {
        "id": script.look_id(place),
        "number": script.number(place),
        "model": who.id,
        "dresser": dresser_of(WHO_WALKS[place - 1]),
        "change_ms": pace.ms(_change_ms(place, outfit)),
        "items": list(_items(place, outfit, who)),
    }
    if outfit.act == "moonlight":
        look["change_class"] = "gown"
    if outfit.notes:
        look["notes"] = outfit.notes
    if pictures:
        person = replace(who.looks, style=outfit.hair) if outfit.hair else who.looks
        look["picture"] = picture_uri(draw_look(outfit, person))
    return look


def _change_ms(place: int, outfit: Outfit) -> int:
    """Return what the look takes to put on: by its pieces, a gown longer."""
    if place in script.TIGHT_CHANGE_MS:
        return script.TIGHT_CHANGE_MS[place]
    gown = any(layer.cut in GOWNS for layer in outfit.layers("skirt"))
    return 45_000 + 7_000 * len(outfit.pieces) + 20_000 * gown


def _items(place: int, outfit: Outfit, who: Walking) -> Iterator[Json]:
    for nth, piece in enumerate(outfit.pieces):
        if place == script.BORROWS_SHOES and piece.kind == "shoe":
            continue  # the very pair of an earlier look: it stands on that look's card
        item: Json = {
            "id": f"i{place}-{nth + 1}",
            "name": piece.words,
            "kind": piece.kind,
            "required": piece.required,
        }
        if piece.kind != "accessory":
            item["size"] = _size(piece, who)
        if place == script.LENDS_SHOES and piece.kind == "shoe":
            item["shared_by"] = [script.look_id(script.BORROWS_SHOES)]
        lost = place == script.LOST_SHOES and piece.kind == "shoe"
        if not lost and (place, nth) not in ON_THE_ROAD:
            item["status"] = "on_rack"
        if piece.high_value:
            item |= {"value_class": "high", "location": "safe"}
        yield item


def _size(piece: Piece, who: Walking) -> str:
    return f"{who.measurements['shoe_eu' if piece.kind == 'shoe' else 'dress_eu']:g}"


def cues(pace: Pace) -> list[Json]:
    """Return eleven cues: the start, light on exits, one by itself, a chain, and the finale."""

    def with_look(place: int, real_ms: int = 0) -> Json:
        return {"look": script.look_id(place), "at": "exit", "offset_ms": pace.ms(real_ms)}

    def cue(number: int, department: str, name: str, anchor: Json, **more: object) -> Json:
        line: Json = {"id": f"q{number}", "department": department, "name": name, "anchor": anchor}
        return line | more

    last = {"look": script.look_id(script.LOOKS), "at": "return", "offset_ms": 0}
    return [
        cue(1, "MU", "SND 1 overture", {"t0": True, "offset_ms": 0}, start=True),
        cue(2, "LX", "LX 10 dusk", {"t0": True, "offset_ms": pace.ms(2_000)}),
        cue(3, "LX", "LX 20 moss", with_look(9)),
        cue(4, "LX", "LX 30 pollen", with_look(17)),
        cue(5, "VX", "VX 4 moths", with_look(22, 2_000), auto=True),
        cue(6, "MU", "SND 2 strings", with_look(25)),
        cue(7, "LX", "LX 40 bloom", with_look(25, 1_500)),
        cue(8, "LX", "LX 50 moonrise", with_look(script.CUT)),
        cue(9, "VX", "VX 6 stars", {"cue": "q8", "offset_ms": pace.ms(4_000)}, auto=True),
        cue(10, "MU", "SND 3 finale", last),
        cue(11, "LX", "LX 99 house lights", {"manual": True}),
    ]
