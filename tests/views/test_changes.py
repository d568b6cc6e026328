"""A patch turns what a role saw into what it sees now, exactly; a hash moves with it."""

import json
from dataclasses import replace
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.show.cast import Model
from app.show.crew import Pass
from app.show.evening import Run, RunKind
from app.show.forecast import Forecast
from app.show.holding import Holding, HoldReason, HoldScope
from app.show.message import Message, MessageKind
from app.show.state import Show
from app.show.words import Instant, MessageId, ModelId, PassId, Ref, Role, RunId
from app.views.allow import COLLECTIONS
from app.views.changes import Step, patch
from app.views.hashes import Hashes, hash_of
from app.views.merge_patch import apply_patch
from app.views.see import Moment, see
from tests.shows import REFS, TOLD, moments, of_shows, steps

ROLES = list(Role)
NOTHING_AHEAD = Forecast(looks={}, changes={}, cues={}, latest={})


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
    before = Moment(show_id="s1", show=Show(hold=held), forecast=NOTHING_AHEAD, told=TOLD)
    after = replace(before, show=Show(hold=replace(held, note=REFS[5])))

    told = {role: patch(before, after, role) for role in (Role.SCREEN, Role.CALLER)}

    assert told == {
        Role.SCREEN: {},
        Role.CALLER: {"show": {"hold": {"note": TOLD[REFS[5]]}}},
    }


def test_a_new_reference_to_the_same_words_is_no_change_of_them() -> None:
    ada = Model(id=ModelId("m1"), name=REFS[2])
    told = {**TOLD, Ref("r_new"): TOLD[REFS[2]]}
    before = Moment(
        show_id="s1", show=Show(models={ada.id: ada}), forecast=NOTHING_AHEAD, told=told
    )
    after = replace(before, show=before.show.with_model(replace(ada, name=Ref("r_new"))))

    assert patch(before, after, Role.CALLER) == {"models": {"m1": {"rev": 2}}}


def test_a_run_that_is_no_more_is_taken_away() -> None:
    run = Run(id=RunId("r1"), kind=RunKind.SHOW, began_at=Instant(1))
    before = Moment(show_id="s1", show=Show(run=run), forecast=NOTHING_AHEAD, told={})
    after = replace(before, show=Show())

    assert patch(before, after, Role.PIT) == {"run": None}


TO_P9 = Message(
    id=MessageId("n1"),
    kind=MessageKind.TEXT,
    to=("pass:p9",),
    sent_at=Instant(1),
    sent_by=PassId("p1"),
    sent_role=Role.CALLER,
)


def with_message(holder: Role, message: Message = TO_P9) -> Moment:
    """Return a moment with a message to pass p9, which this role holds."""
    p9 = Pass(id=PassId("p9"), role=holder, created_at=Instant(1))
    show = Show(passes={p9.id: p9}, messages={message.id: message})
    return Moment(show_id="s1", show=show, forecast=NOTHING_AHEAD, told={})


def test_a_message_that_comes_to_reach_a_role_is_told_to_it_whole() -> None:
    told = patch(with_message(Role.PIT), with_message(Role.USHER), Role.USHER)

    assert told["messages"] == {
        "n1": {
            "id": "n1",
            "kind": "text",
            "to": ["pass:p9"],
            "sent_at": 1,
            "sent_by": "p1",
            "sent_role": "caller",
            "acks": {},
            "rev": 1,
        }
    }


def test_a_message_that_no_longer_reaches_a_role_is_taken_from_it() -> None:
    told = patch(with_message(Role.PIT), with_message(Role.USHER), Role.PIT)

    assert told["messages"] == {"n1": None}


def test_a_message_that_was_acknowledged_is_told_as_such_to_who_heard_it() -> None:
    acked = replace(TO_P9, acks={PassId("p9"): Instant(2)}, rev=2)
    step = Step(with_message(Role.PIT), with_message(Role.PIT, acked))

    told = {role: step.patch(role) for role in (Role.PIT, Role.USHER)}

    assert told == {
        Role.PIT: {"messages": {"n1": {"acks": {"p9": 2}, "rev": 2}}},
        Role.USHER: {},
    }


@pytest.mark.parametrize("holder", [Role.PIT, Role.USHER])
def test_the_sums_follow_a_message_to_those_it_reaches(holder: Role) -> None:
    before, after = with_message(Role.PIT), with_message(holder, replace(TO_P9, rev=2))

    kept = Hashes.of_moment(before).after(Step(before, after))

    assert {role: kept.of(role) for role in ROLES} == {r: hash_of(after, r) for r in ROLES}
