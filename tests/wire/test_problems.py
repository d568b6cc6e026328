"""A refusal says the same over HTTP and on the socket: a code, a sentence, what speaks against it."""

import pytest

from app.show.words import Guard, Refused, Why
from app.wire.close import FOR_GOOD, CloseCode, short_reason
from app.wire.problems import STATUS, TITLES, problem, refusal

GUARDED = Refused(
    Why.GUARD,
    "Look 16 is not dressed.",
    guards=(
        Guard(code="not_dressed", detail="Look 16 is not dressed."),
        Guard(code="held", detail="On hold.", hard=True),
    ),
)


@pytest.mark.parametrize("why", Why)
def test_every_refusal_has_a_status_with_a_title(why: Why) -> None:
    assert TITLES[STATUS[why]]


def test_guards_are_listed_soft_and_hard() -> None:
    assert refusal(GUARDED)["guards"] == [
        {"code": "not_dressed", "detail": "Look 16 is not dressed.", "weight": "soft"},
        {"code": "held", "detail": "On hold.", "weight": "hard"},
    ]


def test_a_refusal_brings_along_what_helps_next() -> None:
    refused = Refused(Why.REARMING, "Wait a moment.", more={"retry_ms": 400})

    assert refusal(refused) == {"code": "rearming", "detail": "Wait a moment.", "retry_ms": 400}


def test_nothing_brought_along_replaces_the_code() -> None:
    refused = Refused(Why.STALE, "It was changed.", more={"code": "other", "current": {"rev": 2}})

    assert refusal(refused)["code"] == "stale"


def test_a_problem_is_an_rfc_9457_document() -> None:
    assert problem(Refused(Why.HELD, "On hold: VIP."), "01JABCDEFGH") == (
        409,
        {
            "type": "urn:standby:refused:held",
            "title": "Not now",
            "status": 409,
            "code": "held",
            "detail": "On hold: VIP.",
            "id": "01JABCDEFGH",
        },
    )


def test_a_problem_without_a_command_has_no_id() -> None:
    assert "id" not in problem(GUARDED)[1]


def test_a_client_does_not_come_back_by_itself_after_four_codes() -> None:
    assert {int(code) for code in FOR_GOOD} == {4401, 4403, 4404, 4426}


@pytest.mark.parametrize("detail", ["Say hello first.", "ö" * 200, "x" * 200, "👩‍👩‍👧‍👦" * 20])
def test_a_reason_fits_into_a_close_frame(detail: str) -> None:
    reason = short_reason(detail)

    assert len(reason.encode()) <= 123
    assert detail.startswith(reason)


def test_close_codes_are_those_of_the_contract() -> None:
    assert sorted(int(code) for code in CloseCode) == [
        1012,
        4400,
        4401,
        4403,
        4404,
        4408,
        4409,
        4413,
        4426,
        4429,
    ]
