"""One's own notices over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from baken.core.api.tests.calling import caller, refs
from baken.rooms.notices.actions import notify
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.tests.factories import make_report


def _tell(cast: Any, name: str, count: int) -> list[str]:
    report = make_report(unit=cast.company)
    key = own_key_of(cast.members[name].person.id)
    for n in range(count):
        moment = cast.at + timedelta(minutes=n)
        notify(to_keys=[key], code="reports.lead", record=report, at=moment)
    return [report.ref] * count


def test_notices_are_ones_own_and_come_page_by_page(cast: Any) -> None:
    told = _tell(cast, "soldier", 3)
    soldier = caller(cast, "soldier")

    first = soldier.get("/notices", limit=2)
    rest = soldier.get("/notices", limit=2, cursor=first.json()["next"])

    assert [*refs(first), *refs(rest)] == told
    assert rest.json()["next"] is None
    assert first.json()["items"][0]["text"] == f"You handle occurrence {told[0]}."
    assert refs(caller(cast, "outsider").get("/notices")) == []


def test_mark_read_tells_how_many_were_unread(cast: Any) -> None:
    _tell(cast, "soldier", 2)
    soldier = caller(cast, "soldier")

    marked = [soldier.post("/notices/mark-read").json() for _ in range(2)]

    assert marked == [{"marked": 2}, {"marked": 0}]
    days = {one["read_on"] for one in soldier.get("/notices").json()["items"]}
    assert days == {"2026-03-10"}


def test_notices_with_a_wrong_cursor_answers_400(cast: Any) -> None:
    assert caller(cast, "soldier").get("/notices", cursor="x").status_code == 400
