"""What was done at once: who may note it, on what, what it must hold, who is told and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.questions import thread_nodes
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.actions import keep_away
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.immediate import done_at_once, immediate_actions_of
from baken.rooms.reports.tests.acts import fresh, step, steps_of
from baken.rooms.reports.tests.factories import make_occurrence, make_report

Clients = Callable[[str], Client]
MAKERS = {"report": make_report, "occurrence": make_occurrence}
OVER = {
    "report": ("closed", "out_of_scope", "redirected_integrity"),
    "occurrence": ("closed", "merged"),
}
LINE = "Kraan dicht. (10 March 2026 09:40, bhv, poort 3)"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(params=["report", "occurrence"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def made(cast: Cast, kind: str, **fields: Any) -> Any:
    return MAKERS[kind](unit=cast.company, at=cast.at, **fields)


def note(cast: Cast, who: str, record: Any, **fields: Any) -> Any:
    """Somebody notes what was done twenty minutes ago."""
    given = {
        "action": "Kraan dicht.",
        "done_at": (cast.at - timedelta(minutes=20)).isoformat(),
        "by_whom": "bhv",
        "place": "poort 3",
        **fields,
    }
    return step(cast.members[who], record, "note_immediate", at=cast.at, **given)


@pytest.mark.parametrize("who", ["team_leader", "commander", "safety_adviser", "duty"])
def test_immediate_action_is_noted_in_the_history_by_who_may(
    cast: Cast, kind: str, who: str
) -> None:
    cast.add("duty", ("duty_officer", "ARMY", None))
    record = made(cast, kind)
    before = record.state
    note(cast, who, record)
    last = steps_of(record)[-1]
    assert (last.code, fresh(record).state) == (f"reports.{kind}.immediate_noted", before)
    assert last.facts == {"done_at": (cast.at - timedelta(minutes=20)).isoformat()}
    assert {name: last.words[name] for name in ("action", "by_whom", "place")} == {
        "action": "Kraan dicht.",
        "by_whom": "bhv",
        "place": "poort 3",
    }
    assert last.commitments.keys() >= {"action", "by_whom", "place"}
    assert list(breaks()) == []


@pytest.mark.parametrize("who", ["soldier", "outsider", "former_holder", "expert", "elsewhere"])
def test_immediate_action_is_denied_to_others(cast: Cast, kind: str, who: str) -> None:
    cast.add("expert", ("core_expert", "BATTALION", None))
    cast.add("elsewhere", ("duty_officer", "SQUADRON", None))
    record = made(cast, kind)
    with pytest.raises(AccessDenied):
        note(cast, who, record)
    assert len(steps_of(record)) == 1


def test_immediate_action_is_denied_to_who_is_too_close(cast: Cast, kind: str) -> None:
    record = made(cast, kind)
    given = {"person": cast.team_leader.person, "ground": "Familie"}
    keep_away(actor=cast.team_leader.actor, record=record, at=cast.at, **given)
    with pytest.raises(AccessDenied, match="too close"):
        note(cast, "team_leader", record)


def test_immediate_action_on_what_is_over_is_refused_and_says_what_comes_first(
    cast: Cast, kind: str
) -> None:
    for state in OVER[kind]:
        record = made(cast, kind, state=state)
        with pytest.raises(StepRefused) as refused:
            note(cast, "team_leader", record)
        assert [one.code for one in refused.value.refusals] == ["wrong_state"]
        leads_back = state in ("closed", "merged")
        assert ("It is possible after: “" in str(refused.value.refusals[0])) == leads_back


def test_immediate_action_on_a_report_in_an_occurrence_is_noted_there(cast: Cast) -> None:
    occurrence = made(cast, "occurrence")
    report = made(cast, "report", state="in_handling", occurrence=occurrence)
    with pytest.raises(StepRefused) as refused:
        note(cast, "team_leader", report)
    assert [str(one) for one in refused.value.refusals] == [
        "This report belongs to an occurrence. Note it there."
    ]
    note(cast, "team_leader", occurrence)


@pytest.mark.parametrize(
    ("fields", "field", "text"),
    [
        ({"action": " "}, "action", "needed"),
        ({"action": ""}, "action", "needed"),
        ({"done_at": ""}, "done_at", "needed"),
        ({"done_at": "2026-03-10T09:40:00"}, "done_at", "time zone"),
        ({"done_at": "2026-03-10T09:06:00Z"}, "done_at", "future"),
        ({"done_at": "1900-01-01T00:00:00+09:00"}, "done_at", "1900"),
        ({"place": "x" * 201}, "place", "200"),
    ],
)
def test_immediate_action_that_cannot_be_says_which_field(
    cast: Cast, kind: str, fields: dict[str, Any], field: str, text: str
) -> None:
    record = made(cast, kind)
    with pytest.raises(FieldsRefused) as refused:
        note(cast, "team_leader", record, **fields)
    assert list(refused.value.errors) == [field]
    assert text in refused.value.errors[field]
    assert len(steps_of(record)) == 1


@pytest.mark.parametrize(
    ("happened", "received", "days"), [(4, 0, 4), (None, 3, 3), (2, 6, 2), (None, None, 0)]
)
def test_immediate_action_long_before_it_happened_is_refused(
    cast: Cast, kind: str, happened: int | None, received: int | None, days: int
) -> None:
    """Counted from when it happened, else from the first report, else from triage."""
    ago = [None if n is None else cast.at - timedelta(days=n) for n in (happened, received)]
    record = made(cast, kind, happened_at=ago[0])
    if kind == "report" and ago[1]:
        record.received_at = ago[1]
        Report.objects.for_system(reason="trail").filter(pk=record.pk).update(received_at=ago[1])
    elif ago[1]:
        for when in (cast.at, ago[1]):
            make_report(unit=cast.company, at=when, occurrence=record)
    first = cast.at - timedelta(days=days + 1)
    with pytest.raises(FieldsRefused, match="more than a day before it happened or was reported"):
        note(cast, "team_leader", record, done_at=(first - timedelta(minutes=1)).isoformat())
    note(cast, "team_leader", record, done_at=first.isoformat())


def test_immediate_actions_stand_in_the_thread_in_their_order(cast: Cast, kind: str) -> None:
    record = made(cast, kind)
    note(cast, "team_leader", record)
    note(cast, "commander", record, action="Straat vrij.", by_whom="", place="")
    lines = [LINE, "Straat vrij. (10 March 2026 09:40)"]
    assert immediate_actions_of(record) == lines
    nodes = [one for one in thread_nodes.ask(cast.commander.actor, record) if one.kind == "step"]
    assert [one.text for one in nodes[:2]] == lines[::-1]
    assert nodes[0].title == "Note immediate action"


def test_immediate_action_whose_words_were_erased_shows_when() -> None:
    erased = SimpleNamespace(facts={"done_at": "2026-03-10T08:40:00+00:00"}, words={})
    assert done_at_once(erased) == "(10 March 2026 09:40)"


def test_immediate_action_is_told_to_the_adviser(
    cast: Cast, kind: str, deliver: Callable[[], int]
) -> None:
    record = made(cast, kind)
    note(cast, "team_leader", record)
    deliver()
    code = {
        "report": "reports.handlers.note_immediate",
        "occurrence": "reports.occurrence_immediate",
    }[kind]
    assert told(cast, "safety_adviser") == [code]
    assert (told(cast, "team_leader"), told(cast, "commander")) == ([], [])


def test_immediate_action_on_an_occurrence_is_told_to_who_handles_it(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    note(cast, "team_leader", made(cast, "occurrence", lead=cast.commander.person.id))
    deliver()
    for who in ("commander", "safety_adviser"):
        assert told(cast, who) == ["reports.occurrence_immediate"]


def told(cast: Cast, who: str) -> list[str]:
    key = cast.members[who].actor.own_key
    return list(Notice.objects.filter(to_key=key).values_list("code", flat=True))


# ---- in the browser and for programs ----


def place_of(record: Any) -> str:
    return f"/{'meldingen' if record.ref.startswith('M') else 'voorvallen'}/{record.ref}"


def test_immediate_action_page_asks_and_shows_it(cast: Cast, client_of: Clients, kind: str) -> None:
    record = made(cast, kind)
    client = client_of("team_leader")
    page = f"{place_of(record)}/stap/note_immediate"
    asked = client.get(page)
    assert 'value="2026-03-10T10:00"' in asked.content.decode()
    sent = {
        "action": "Kraan dicht.",
        "done_at": "2026-03-10T09:40",
        "by_whom": "bhv",
        "place": "poort 3",
        "seen": asked.context["seen"],
    }
    wrong = client.post(page, {**sent, "done_at": "2026-03-10T11:40"})
    assert wrong.status_code == 400
    assert "This moment lies in the future" in wrong.content.decode()
    assert "Kraan dicht." in wrong.content.decode()
    assert client.post(page, sent).status_code == 302
    shown = client_of("safety_adviser").get(place_of(record)).content.decode()
    assert shown.count(LINE) == 2


def test_immediate_action_is_shown_at_triage(cast: Cast, client_of: Clients) -> None:
    record = made(cast, "report")
    note(cast, "team_leader", record)
    shown = client_of("safety_adviser").get(f"{place_of(record)}/stap/triage")
    assert LINE in shown.content.decode()


def test_immediate_action_is_not_in_a_summary(cast: Cast, client_of: Clients) -> None:
    record = made(cast, "occurrence")
    note(cast, "team_leader", record)
    assert "Kraan dicht" not in client_of("soldier").get(place_of(record)).content.decode()


def test_immediate_action_over_the_api(cast: Cast, client_of: Clients, kind: str) -> None:
    record = made(cast, kind)
    place = f"/api/v1/{kind}s/{record.ref}"
    client = client_of("team_leader")
    known = {one["name"]: one for one in client.get(f"{place}/available-steps").json()["items"]}
    assert [(one["name"], one["kind"]) for one in known["note_immediate"]["fields"]] == [
        ("action", "long_text"),
        ("done_at", "moment"),
        ("by_whom", "text"),
        ("place", "text"),
    ]
    fields = {"action": "Kraan dicht.", "done_at": "2026-03-10T09:40:00+01:00"}
    body = {"step": "note_immediate", "fields": fields}
    sent = client.post(f"{place}/steps", body, content_type="application/json")
    assert sent.status_code == 200
    last = client.get(f"{place}/steps").json()["items"][-1]
    assert (last["step"], last["texts"]["action"]) == ("note_immediate", "Kraan dicht.")
    assert last["facts"] == {"done_at": "2026-03-10T08:40:00+00:00"}
