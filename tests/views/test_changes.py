"""A patch turns what a role saw into what it sees now, exactly; a hash moves with it."""

import json
from dataclasses import replace
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from app.show.cast import Model
from app.show.evening import Run, RunKind
from app.show.forecast import Forecast
from app.show.holding import Holding, HoldReason, HoldScope
from app.show.state import Show
from app.show.words import Instant, ModelId, PassId, Ref, Role, RunId
from app.views.allow import COLLECTIONS
from app.views.changes import Step, patch
from app.views.hashes import Hashes, hash_of
from app.views.merge_patch import apply_patch
from app.views.see import Moment, see
from tests.shows import REFS, TOLD, moments, of_shows, steps

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


def test_a_note_that_a_wall_does_not_show_changes_nothing_on_it() -> None:
    held = Holding(
        scope=HoldScope.START,
        reason=HoldReason.VIP,
        owner=PassId("p1"),
        owner_role=Role.FRONT_OF_HOUSE,
        since_at=Instant(1),
        expected_end_at=Instant(2),
        note=REFS[2],
    )
    forecast = Forecast(looks={}, changes={}, cues={}, latest={})
    before = Moment(show_id="s1", show=Show(hold=held), forecast=forecast, told=TOLD)
    after = replace(before, show=Show(hold=replace(held, note=REFS[5])))

    told = {role: patch(before, after, role) for role in (Role.SCREEN, Role.CALLER)}

    assert told == {
        Role.SCREEN: {},
        Role.CALLER: {"show": {"hold": {"note": TOLD[REFS[5]]}}},
    }


def test_a_new_reference_to_the_same_words_is_no_change_of_them() -> None:
    forecast = Forecast(looks={}, changes={}, cues={}, latest={})
    ada = Model(id=ModelId("m1"), name=REFS[2])
    told = {**TOLD, Ref("r_new"): TOLD[REFS[2]]}
    before = Moment(show_id="s1", show=Show(models={ada.id: ada}), forecast=forecast, told=told)
    after = replace(before, show=before.show.with_model(replace(ada, name=Ref("r_new"))))

    assert patch(before, after, Role.CALLER) == {"models": {"m1": {"rev": 2}}}


def test_a_run_that_is_no_more_is_taken_away() -> None:
    forecast = Forecast(looks={}, changes={}, cues={}, latest={})
    run = Run(id=RunId("r1"), kind=RunKind.SHOW, began_at=Instant(1))
    before = Moment(show_id="s1", show=Show(run=run), forecast=forecast, told={})
    after = replace(before, show=Show())

    assert patch(before, after, Role.PIT) == {"run": None}
