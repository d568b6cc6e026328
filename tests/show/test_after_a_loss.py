"""History restored from an older copy: an alarm, ids that are new, orders that are only written down."""

import pytest

from app.show.as_run import report
from app.show.hold import Hold
from app.show.holding import HoldReason, HoldScope
from app.show.lineup import Undo
from app.show.look import Go, MarkLook, Stage
from app.show.message import MessageKind, MessageSent
from app.show.repair import HelpKind, RequestHelp
from app.show.restored import HistoryRestored, OrderRecorded, TellRestored
from app.show.show import Command
from app.show.words import CLOCK, Expect, Instant, Why
from tests.rules import rule
from tests.show.makers import CALLER, DRESSER, L1, L2, STARTER, a_look, a_plan
from tests.show.played import Evening, an_evening


def restored() -> Evening:
    """A show with L1 at the line, out already in the history that was lost."""
    evening = an_evening().to_live()
    evening.do(TellRestored(), CLOCK)
    return evening


@rule("X1")
def test_that_history_was_restored_is_told_to_those_who_run_the_evening_and_to_the_exit() -> None:
    evening = an_evening().to_live()

    told = evening.do(TellRestored(), CLOCK).events[-1]

    assert isinstance(told, MessageSent)
    assert told.message.kind is MessageKind.ALARM
    assert set(told.message.to) == {
        "role:caller",
        "role:starter",
        "role:stage_manager",
        "role:producer",
    }


@rule("X2")
def test_a_go_offered_again_is_written_down_and_sends_nobody_out() -> None:
    evening = restored()

    decided = evening.do(Go(look=L1), CALLER, offered_again=True)

    assert decided.events == (OrderRecorded(order="go", look=L1),)
    assert evening.show.looks[L1].status is Stage.AT_LINE


@rule("X2")
@pytest.mark.parametrize(
    "command",
    [
        Hold(scope=HoldScope.EXITS, reason=HoldReason.VIP, expected_end_at=Instant(1)),
        Undo(seq=3),
    ],
)
def test_neither_a_stop_nor_an_undo_offered_again_does_anything(command: Command) -> None:
    evening = restored()
    before = evening.show

    evening.do(command, CALLER, offered_again=True)

    assert (evening.show.hold, evening.show.looks) == (before.hold, before.looks)


@rule("X2")
def test_an_order_offered_again_by_who_may_not_give_it_is_refused() -> None:
    refused = restored().refusal(Go(look=L1), DRESSER, offered_again=True)

    assert refused.why is Why.FORBIDDEN


@rule("X2")
def test_a_mark_offered_again_counts() -> None:
    evening = an_evening().to_prep()
    evening.do(TellRestored(), CLOCK)

    evening.do(MarkLook(look=L1, status="dressed"), DRESSER, offered_again=True)

    assert evening.show.looks[L1].status is Stage.DRESSED


@rule("X3")
def test_help_asked_for_after_a_loss_has_no_id_that_help_before_it_had() -> None:
    lost, evening = an_evening().to_prep(), an_evening().to_prep()
    for _ in range(3):
        lost.do(RequestHelp(look=L2, kind=HelpKind.HANDS), STARTER)
    evening.do(TellRestored(), CLOCK)

    evening.do(RequestHelp(look=L1, kind=HelpKind.SHOE), STARTER)

    assert evening.show.help.keys().isdisjoint(lost.show.help.keys())


@rule("X3")
def test_messages_after_a_second_loss_are_none_of_those_after_the_first() -> None:
    evening = restored()
    first = set(evening.show.messages)

    decided = evening.do(TellRestored(), CLOCK)

    assert isinstance(decided.events[0], HistoryRestored)
    assert len(evening.show.messages) == len(first) + 1


def test_a_report_names_the_orders_that_were_only_written_down() -> None:
    evening = an_evening(a_plan(a_look("l1"))).to_live()
    evening.do(Go(look=L1), CALLER, expect=Expect(next=L1), offered_again=True)
    made = report(evening.log, evening.run_id)

    assert [note.what for note in made.incidents] == ["order_recorded"]
