"""A patch turns what a role saw into what it sees now, exactly; a hash moves with it."""

import json
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from app.show.words import Role
from app.views.allow import COLLECTIONS
from app.views.changes import Step, patch
from app.views.hashes import Hashes, hash_of
from app.views.merge_patch import apply_patch
from app.views.see import Moment, see
from tests.shows import moments, of_shows, steps

ROLES = list(Role)


@of_shows
@given(steps())
def test_a_state_with_its_patch_is_the_later_state(way: tuple[Moment, Moment]) -> None:
    before, after = way

    step = Step(before, after)
    fed = {role: apply_patch(see(before, role), step.patch(role)) for role in ROLES}

    assert fed == {role: see(after, role) for role in ROLES}


@of_shows
@given(moments, st.sampled_from(ROLES))
def test_a_step_on_the_spot_changes_nothing(moment: Moment, role: Role) -> None:
    assert patch(moment, moment, role) == {}


@of_shows
@given(steps())
def test_a_patch_names_nothing_that_stays_the_same(way: tuple[Moment, Moment]) -> None:
    before, after = way

    seen = [role for role in ROLES if see(before, role) == see(after, role)]

    assert [patch(before, after, role) for role in seen] == [{}] * len(seen)


@of_shows
@given(steps())
def test_sums_kept_along_the_way_are_those_of_a_fresh_look(way: tuple[Moment, Moment]) -> None:
    before, after = way

    kept = Hashes.of_moment(before).after(Step(before, after))

    assert {r: kept.of(r) for r in ROLES} == {r: hash_of(after, r) for r in ROLES}


@of_shows
@given(moments)
def test_a_hash_is_the_sum_over_the_state_that_was_sent(moment: Moment) -> None:
    sent = json.loads(json.dumps(see(moment, Role.DRESSER)))

    marks = [
        crc32(f"{name}/{one['id']}:{one['rev']}".encode())
        for name in COLLECTIONS
        for one in sent.get(name, {}).values()
    ]

    assert hash_of(moment, Role.DRESSER) == f"{sum(marks) % 2**32:08x}"
