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
