"""Nobody receives a field outside their role: the promises of PROTOCOL.md, written a second time."""

import json
from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import given

from app.show.evening import Run
from app.show.forecast import Forecast
from app.show.state import Show
from app.show.words import Role
from app.views.allow import ALLOWED, COLLECTIONS, PARTS, collections_of
from app.views.counts import HouseCounts
from app.views.see import KINDS, Moment, see
from tests.shows import SECRET, moments, of_shows

RUNNING = {Role.PRODUCER, Role.OWNER, Role.STAGE_MANAGER}
KEPT_CLOSE = {
    ("models", "measurements"): RUNNING | {Role.CASTING, Role.HEAD_DRESSER},
    ("models", "reason"): RUNNING | {Role.CASTING},
    ("models", "contact"): RUNNING | {Role.CASTING, Role.CHECK_IN},
    ("guests", "name"): {Role.PRODUCER, Role.OWNER, Role.FRONT_OF_HOUSE, Role.USHER},
    ("guests", "title"): {Role.PRODUCER, Role.OWNER, Role.FRONT_OF_HOUSE},
    ("seats", "guest"): {Role.PRODUCER, Role.OWNER, Role.FRONT_OF_HOUSE, Role.USHER},
    ("passes", "revoked_at"): RUNNING | {Role.CALLER, Role.SCREEN},
    ("house", "seated"): RUNNING | {Role.CALLER, Role.FRONT_OF_HOUSE},
}
ALL_KINDS = {**KINDS, "show": Show, "run": Run, "forecast": Forecast, "house": HouseCounts}


@pytest.mark.parametrize(("part", "field"), KEPT_CLOSE)
def test_what_is_kept_close_is_seen_by_these_and_nobody_else(part: str, field: str) -> None:
    seeing = {role for role, allowed in ALLOWED.items() if field in allowed.get(part, ())}

    assert seeing == KEPT_CLOSE[part, field]


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_line_and_sees_only_parts_that_exist(role: Role) -> None:
    assert set(ALLOWED[role]) <= set(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_every_field_that_is_allowed_exists(part: str) -> None:
    own = {one.name for one in fields(ALL_KINDS[part])} | ({"t0_at"} if part == "show" else set())

    strange = {name for seen in ALLOWED.values() for name in seen.get(part, ()) if name not in own}

    assert strange == set()


@pytest.mark.parametrize("name", COLLECTIONS)
def test_who_sees_an_entity_sees_what_its_hash_is_made_of(name: str) -> None:
    blind = [role for role in Role if not {"id", "rev"} <= ALLOWED[role].get(name, {"id", "rev"})]

    assert blind == []


def test_the_owner_sees_what_the_producer_sees() -> None:
    assert ALLOWED[Role.OWNER] == ALLOWED[Role.PRODUCER]


def test_a_photographer_works_with_looks_names_and_messages() -> None:
    assert collections_of(Role.PIT) == {"looks", "models", "messages", "passes"}


def names_in(state: dict[str, object]) -> Iterator[tuple[str, str]]:
    for part, told in state.items():
        assert isinstance(told, dict)
        for one in told.values() if part in COLLECTIONS else [told]:
            yield from ((part, name) for name in one)


@of_shows
@given(moments)
def test_no_state_has_a_field_outside_the_list(moment: Moment) -> None:
    outside = [
        (role, part, name)
        for role in Role
        for part, name in names_in(see(moment, role))
        if name not in ALLOWED[role].get(part, ())
    ]

    assert outside == []


@of_shows
@given(moments)
def test_who_reads_nothing_personal_receives_nothing_personal(moment: Moment) -> None:
    state = see(moment, Role.SECURITY)
    for part, name in (("messages", "text"), ("models", "name"), ("passes", "label")):
        for one in state[part].values():  # type: ignore[attr-defined] # an object
            one.pop(name, None)
    state["show"].get("hold", {}).pop("note", None)  # type: ignore[attr-defined] # an object

    assert SECRET not in json.dumps(state, ensure_ascii=False)
