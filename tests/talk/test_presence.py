"""Who runs the evening knows which screens are with it."""

import pytest

from app.show.words import PassId, Role
from app.talk.presence import GONE_KEPT_MAX, GONE_KEPT_MS, Presence
from app.wire.device import Device
from tests.rules import rule

NOW = 1_795_687_200_000
PIA = PassId("p9")


def with_pia(now_ms: int = NOW) -> Presence:
    presence = Presence()
    presence.joined(PIA, "c1", role=Role.DRESSER, label="Pia", now_ms=now_ms)
    return presence


def standing(presence: Presence, now_ms: int) -> list[str]:
    return [one["standing"] for one in presence.screens(now_ms)]


@rule("P7")
@pytest.mark.parametrize(
    ("silent_ms", "stands"),
    [(0, "live"), (6_000, "live"), (6_001, "delayed"), (10_000, "delayed"), (10_001, "stale")],
)
def test_a_screen_stands_by_how_long_it_has_said_nothing(silent_ms: int, stands: str) -> None:
    assert standing(with_pia(), NOW + silent_ms) == [stands]


def test_a_screen_says_what_it_has_seen() -> None:
    presence = with_pia()
    presence.seen(PIA, "c1", seq=135, now_ms=NOW + 9_000)

    assert presence.screens(NOW + 10_000) == [
        {
            "client": "c1",
            "pass": "p9",
            "role": "dresser",
            "label": "Pia",
            "seq": 135,
            "standing": "live",
            "since_at": NOW,
            "seen_at": NOW + 9_000,
        }
    ]


def heard_of(seq: int) -> Presence:
    """Return who is here, told once, with a message in entry 10, and Pia having heard up to `seq`."""
    presence = with_pia()
    presence.news(NOW)
    presence.waits_for(10)
    presence.seen(PIA, "c1", seq=seq, now_ms=NOW + 4_000)
    return presence


def test_it_is_news_that_a_screen_has_seen_what_was_said() -> None:
    news = heard_of(11).news(NOW + 4_000)

    assert news is not None
    assert [one["seq"] for one in news] == [11]


def test_it_is_no_news_how_far_a_screen_has_heard_of_all_else() -> None:
    presence = heard_of(11)
    presence.news(NOW + 4_000)
    presence.seen(PIA, "c1", seq=99, now_ms=NOW + 6_000)

    assert presence.news(NOW + 6_000) is None


def test_a_screen_that_has_not_heard_so_far_is_no_news() -> None:
    assert heard_of(9).news(NOW + 4_000) is None


def test_a_screen_without_a_label_has_none() -> None:
    presence = Presence()
    presence.joined(PIA, "c1", role=Role.SCREEN, label=None, now_ms=NOW)

    assert "label" not in presence.screens(NOW)[0]


def test_a_screen_that_has_left_is_gone() -> None:
    presence = with_pia()
    presence.left(PIA, "c1")

    assert standing(presence, NOW) == ["gone"]


def test_a_newer_socket_outlives_the_older_one() -> None:
    presence = with_pia()
    presence.seen(PIA, "c1", seq=7, now_ms=NOW)
    presence.joined(PIA, "c1", role=Role.DRESSER, label="Pia", now_ms=NOW + 1)
    presence.left(PIA, "c1")

    assert [(one["standing"], one["seq"]) for one in presence.screens(NOW + 2)] == [("live", 7)]


def test_who_was_never_here_neither_sees_nor_leaves() -> None:
    presence = with_pia()
    presence.seen(PIA, "c2", seq=1, now_ms=NOW)
    presence.left(PIA, "c2")

    assert standing(presence, NOW) == ["live"]


def test_two_clients_of_one_pass_are_two_screens() -> None:
    presence = with_pia()
    presence.joined(PIA, "c2", role=Role.DRESSER, label="Pia", now_ms=NOW)

    assert [one["client"] for one in presence.screens(NOW)] == ["c1", "c2"]


def test_a_screen_that_comes_is_news_once() -> None:
    presence = with_pia()

    news = [presence.news(NOW), presence.news(NOW + 1_000)]

    assert [bool(one) for one in news] == [True, False]


def test_what_a_screen_sees_is_no_news() -> None:
    presence = with_pia()
    presence.news(NOW)
    presence.seen(PIA, "c1", seq=9, now_ms=NOW + 5_000)

    assert presence.news(NOW + 5_000) is None


def test_news_comes_at_most_once_a_second() -> None:
    presence = with_pia()
    presence.news(NOW)
    presence.left(PIA, "c1")

    news = [presence.news(NOW + 999), presence.news(NOW + 1_000)]

    assert [bool(one) for one in news] == [False, True]


def test_a_screen_that_falls_silent_is_news_with_the_time_it_did() -> None:
    presence = with_pia()
    presence.news(NOW)

    news = presence.news(NOW + 7_000)

    assert news is not None
    assert (news[0]["standing"], news[0]["since_at"]) == ("delayed", NOW + 7_000)


def test_who_has_long_gone_is_forgotten() -> None:
    presence = with_pia()
    presence.left(PIA, "c1")
    presence.news(NOW)

    assert presence.news(NOW + GONE_KEPT_MS + 1) == []


def test_of_many_who_are_gone_the_last_are_kept() -> None:
    presence = Presence()
    for number in range(GONE_KEPT_MAX + 1):
        presence.joined(PIA, f"c{number}", role=Role.PIT, label=None, now_ms=NOW)
        presence.left(PIA, f"c{number}")
        presence.screens(NOW + number)

    kept = [one["client"] for one in presence.screens(NOW + GONE_KEPT_MAX)]

    assert kept == [f"c{number}" for number in range(1, GONE_KEPT_MAX + 1)]


def test_a_screen_says_what_it_can_do_and_of_the_rest_nothing() -> None:
    presence = with_pia()
    presence.can_do(PIA, "c1", Device(system="Android 9", secure=False, wake_lock="off"))

    assert presence.screens(NOW)[0]["device"] == {
        "system": "Android 9",
        "secure": False,
        "wake_lock": "off",
    }


def test_what_a_screen_can_do_is_news_when_it_is_another() -> None:
    presence = with_pia()
    presence.news(NOW)
    news = []
    for second, wake_lock in enumerate(("on", "on", "off"), start=1):
        presence.can_do(PIA, "c1", Device(wake_lock=wake_lock))  # type: ignore[arg-type] # one of its words
        news.append(presence.news(NOW + second * 1_000) is not None)

    assert news == [True, False, True]


def test_a_screen_that_comes_back_has_to_say_anew_what_it_can_do() -> None:
    presence = with_pia()
    presence.can_do(PIA, "c1", Device(secure=True))
    presence.joined(PIA, "c1", role=Role.DRESSER, label="Pia", now_ms=NOW)

    assert "device" not in presence.screens(NOW)[0]


def test_who_was_never_here_can_do_nothing() -> None:
    presence = with_pia()
    presence.can_do(PIA, "c2", Device(secure=True))

    assert [one["client"] for one in presence.screens(NOW)] == ["c1"]
