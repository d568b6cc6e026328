"""What happened, read over HTTP: entries, lines, the report, and the plan as it stands."""

import csv
import json

import httpx
import pytest

from tests.live.device import Json
from tests.live.evening import go_live, send
from tests.live.plans import a_plan
from tests.live.served import Served


def test_entries_say_what_was_asked_by_whom_and_what_followed(
    served: Served, owner: httpx.Client, show: str
) -> None:
    send(served, show, "check_in", model="m1")

    entry = owner.get(f"/shows/{show}/log", params={"after": 1}).json()["entries"][0]

    assert entry["seq"] == 2
    assert entry["actor"] == {"pass": "owner", "role": "owner"}
    assert entry["command"] == {"model": "m1", "type": "check_in"}
    assert entry["events"][0]["type"] == "model_arrived"


def test_a_page_has_as_many_entries_as_asked(
    served: Served, owner: httpx.Client, show: str
) -> None:
    for n in range(5):
        send(served, show, "edit_show", title=f"T{n}")

    page = owner.get(f"/shows/{show}/log", params={"after": 2, "limit": 3}).json()["entries"]

    assert [entry["seq"] for entry in page] == [3, 4, 5]


@pytest.mark.parametrize(
    "asked", [{"limit": 0}, {"limit": -1}, {"limit": 10_001}, {"after": -1}, {"after": "x"}]
)
def test_a_page_that_can_not_be_is_refused(
    owner: httpx.Client, show: str, asked: dict[str, str]
) -> None:
    answer = owner.get(f"/shows/{show}/log", params=asked)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_all_entries_come_as_lines(served: Served, owner: httpx.Client, show: str) -> None:
    for n in range(5):
        send(served, show, "edit_show", title=f"T{n}")

    lines = owner.get(f"/shows/{show}/log.ndjson").text.splitlines()

    assert [json.loads(line)["seq"] for line in lines] == [1, 2, 3, 4, 5, 6]


def test_no_name_stands_in_the_log(owner: httpx.Client, show: str) -> None:
    log = owner.get(f"/shows/{show}/log.ndjson").text

    assert "Surname" not in log
    assert "Secret" not in log


def read_as(served: Served, show: str, role: str, path: str) -> httpx.Response:
    with served.api(served.make_pass(show, role)["token"]) as leader:
        return leader.get(f"/shows/{show}/{path}")


def test_who_runs_the_show_reads_of_an_entry_what_may_be_seen(served: Served, show: str) -> None:
    send(served, show, "check_in", model="m1")
    send(served, show, "check_in_guest", guest="g1")
    send(served, show, "edit_model", model="m1", contact="a number")

    entries = read_as(served, show, "caller", "log").json()["entries"]
    plan, check_in, guest, contact = [
        (entry.get("command"), [event["type"] for event in entry["events"]])
        for entry in entries[:4]
    ]

    assert check_in == ({"model": "m1", "type": "check_in"}, ["model_arrived"])
    assert plan == (None, ["plan_loaded"])
    assert guest == (None, [])
    assert contact == (None, ["model_edited"])


def test_the_lines_tell_no_more_than_the_page(served: Served, show: str) -> None:
    send(served, show, "check_in_guest", guest="g1")

    lines = read_as(served, show, "stage_manager", "log.ndjson").text.splitlines()

    page = read_as(served, show, "stage_manager", "log").json()["entries"]
    assert [json.loads(line) for line in lines] == page[: len(lines)]
    assert "g1" not in lines[1]


def test_a_producer_reads_the_whole_log(served: Served, owner: httpx.Client, show: str) -> None:
    send(served, show, "check_in_guest", guest="g1")

    entry = read_as(served, show, "producer", "log").json()["entries"][1]

    assert entry == owner.get(f"/shows/{show}/log").json()["entries"][1]
    assert entry["command"] == {"guest": "g1", "type": "check_in_guest"}


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("producer", "export.json", 200),
        ("stage_manager", "export.json", 403),
        ("caller", "export.json", 403),
        ("casting", "log", 403),
        ("casting", "log.ndjson", 403),
    ],
)
def test_plan_and_log_are_for_those_who_lead(
    served: Served, show: str, role: str, path: str, status: int
) -> None:
    assert read_as(served, show, role, path).status_code == status


def test_the_report_tells_who_went_when(served: Served, owner: httpx.Client, show: str) -> None:
    go_live(served, show)
    send(served, show, "go", look="l1", expect={"next": "l1"})

    report = owner.get(f"/shows/{show}/report").json()

    assert report["order"] == ["l1"]
    assert report["kind"] == "show"


def test_the_report_comes_as_a_sheet(served: Served, owner: httpx.Client, show: str) -> None:
    go_live(served, show)
    send(served, show, "go", look="l1", expect={"next": "l1"})

    sheet = owner.get(f"/shows/{show}/report.csv")

    rows = list(csv.DictReader(sheet.text.splitlines()))
    assert [row["number"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert rows[0]["place"] == "1"
    assert "attachment" in sheet.headers["content-disposition"]


def test_a_sheet_has_no_formula_in_it(served: Served, owner: httpx.Client) -> None:
    show = served.make_show(a_plan(looks=1) | {"looks": [{"number": "=1+1", "id": "l1"}]})
    send(served, show, "begin_run", kind="rehearsal")

    sheet = owner.get(f"/shows/{show}/report.csv").text

    assert "\r\n'=1+1," in sheet


def test_before_the_first_run_there_is_no_report(owner: httpx.Client, show: str) -> None:
    answer = owner.get(f"/shows/{show}/report")

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_entity")


def test_a_run_that_never_was_has_no_report(served: Served, owner: httpx.Client, show: str) -> None:
    send(served, show, "begin_run", kind="rehearsal")

    answer = owner.get(f"/shows/{show}/report", params={"run": "r99"})

    assert answer.status_code == 404


def test_a_plan_that_was_exported_makes_the_same_show(served: Served, owner: httpx.Client) -> None:
    show = served.make_show(a_plan())
    exported: Json = owner.get(f"/shows/{show}/export.json").json()

    again = served.make_show(exported)

    assert owner.get(f"/shows/{again}/export.json").json() == exported
    assert exported["models"][0]["name"] == "Model1 Surname1"
