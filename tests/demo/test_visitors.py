"""A visitor may take any place at any time: the crew makes way, and goes on when they stop."""

from app.demo.crew_sim.member import Badge, Green, Member
from app.demo.crew_sim.mind import Mind
from app.demo.crew_sim.roster import Post, posts
from app.demo.crew_sim.rows import Json
from app.demo.crew_sim.scene import Directions, Myself
from app.demo.plan import Pace
from app.show.look import Go, LookDressing, LookOut, MarkLook, Stage
from app.show.phase import TakeCall
from app.show.words import Actor, Expect, LookId, PassId, Role, Scope
from tests.demo.alone import Table

VISITOR = Actor(pass_id=PassId("visitor"), role=Role.CALLER)


def _live_table() -> Table:
    table = Table(pace=Pace(speed=20))
    table.set_up()
    table.direct("show", 125_000)
    assert table.play_until("live", 10)
    return table


def _post(role: str, name: str = "") -> Post:
    return next(one for one in posts() if one.hand.role == role and name in one.hand.name)


def _mind(table: Table, role: str) -> Mind:
    return next(mind for mind, _ in table.minds if mind.me.role == role)


def _outs(table: Table) -> list[tuple[str, str]]:
    return [(by.pass_id, event.look) for _, by, event in table.events if isinstance(event, LookOut)]


def test_who_has_made_way_presses_nothing_until_the_visitor_has_been_quiet_for_a_minute() -> None:
    table = _live_table()
    caller = _mind(table, "caller")
    seq, state = table.show.seq, table.mirrors[Role.CALLER].state

    caller.make_way(table.now_ms)
    later = table.now_ms + table.pace.ms(59_000)
    ripe, again = caller.think(state, seq, later, table.directions)

    assert ripe == []
    assert again == caller.quiet_until == table.now_ms + table.pace.ms(60_000)


def test_the_show_goes_on_with_a_visitor_calling_and_after_they_have_left() -> None:
    table = _live_table()
    table.happens(TakeCall(force=True), VISITOR)
    _mind(table, "caller").make_way(table.now_ms)
    while table.show.next_look() is None or table.now_ms - (table.show.last_go_at or 0) < 750:
        table.step()
    look = table.show.next_look()
    assert look is not None
    table.happens(Go(look=look.id), VISITOR, Expect(next=look.id))

    assert table.play_until("wrapped", 20)
    assert ("visitor", look.id) in _outs(table)
    assert len({went for _, went in _outs(table)}) == 39


def test_what_a_visitor_has_done_is_not_done_again_by_the_crew() -> None:
    table = _live_table()
    dresser = Actor(pass_id=PassId("visitor"), role=Role.DRESSER)
    table.happens(MarkLook(look=LookId("l40"), status="dressing"), dresser)

    while table.show.looks[LookId("l40")].status is not Stage.DRESSED:
        table.step()
    began = [
        by.pass_id for _, by, e in table.events if isinstance(e, LookDressing) and e.look == "l40"
    ]
    assert began == ["visitor"]


def _member(post: Post, green: Green) -> Member:
    member = Member(post, Badge(pass_id="mine", token=""), "ws://nowhere", green)
    member.line.now_ms = lambda: 1_000  # type: ignore[method-assign]
    member.line.mirror.state = {
        "looks": {"l1": {"dresser": "c1"}, "l2": {"dresser": "c2"}},
        "items": {"i1": {"look": "l1"}},
    }
    return member


def _entry(role: str, *events: Json, who: str = "stranger") -> Json:
    return {"actor": {"pass": who, "role": role}, "events": list(events)}


def test_a_dresser_makes_way_for_a_stranger_at_one_of_their_own_looks_alone() -> None:
    pia, tom = (_member(_post("dresser", name), Green(pace=Pace())) for name in ("Pia", "Tom"))
    for one in (pia, tom):
        one.heard(_entry("dresser", {"type": "item_marked", "item": "i1"}))

    assert pia.mind.quiet_until > 0
    assert tom.mind.quiet_until == 0


def test_a_dresser_makes_way_for_the_visitor_whose_pass_is_hers_whatever_they_press() -> None:
    green = Green(pace=Pace())
    green.guests["v1"] = Myself(pass_id="v1", role="dresser", crew="c1")
    pia, tom = (_member(_post("dresser", name), green) for name in ("Pia", "Tom"))
    for one in (pia, tom):
        one.heard(_entry("dresser", {"type": "acknowledged"}, who="v1"))

    assert pia.mind.quiet_until > 0
    assert tom.mind.quiet_until == 0


def test_the_crew_does_not_make_way_for_itself_nor_for_other_roles() -> None:
    green = Green(pace=Pace(), ours={"mine", "p7"})
    starter = _member(_post("starter"), green)

    starter.heard(_entry("starter", {"type": "look_at_line", "look": "l1"}, who="p7"))
    starter.heard(_entry("caller", {"type": "look_out", "look": "l1"}))

    assert starter.mind.quiet_until == 0


def test_the_caller_makes_way_for_the_owner_who_gives_a_go_on_the_callers_page() -> None:
    caller = _member(_post("caller"), Green(pace=Pace()))

    caller.heard(_entry("owner", {"type": "pass_added"}))
    before = caller.mind.quiet_until
    caller.heard(_entry("owner", {"type": "look_out", "look": "l1"}))

    assert (before, caller.mind.quiet_until) == (0, 61_000)


def test_a_refused_wish_is_tried_again_later_and_a_taken_one_not_before_it_shows() -> None:
    post = _post("stage_manager")
    mind = Mind(post.myself("p1"), post.wants, Pace())
    state: Json = {"show": {"phase": "planned"}, "run": {}}
    told = Directions(kind="show", starts_at=1)
    mind.think(state, 5, 0, told)
    [begin], _ = mind.think(state, 5, 10_000, told)
    mind.begins(begin)
    mind.refused(begin, 0, 10_000)
    soon, _ = mind.think(state, 5, 10_100, told)
    [again], _ = mind.think(state, 5, 13_000, told)
    mind.begins(again)
    mind.taken(again, 9)
    before_it_shows, _ = mind.think(state, 8, 60_000, told)

    assert (soon, before_it_shows) == ([], [])
    assert again.command == {"type": "begin_run", "kind": "show"}


def test_scopes_name_who_the_pass_is_for() -> None:
    scopes = {post.hand.role: post.scope for post in posts() if post.hand.role != "dresser"}

    assert _post("dresser", "Pia").scope == {"crew": "c1", "room": "A"}
    assert scopes["operator"]["department"] == "VX"
    assert Scope(crew=None) == Scope()
