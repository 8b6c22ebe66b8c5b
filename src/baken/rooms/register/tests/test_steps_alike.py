"""Every step of a decision, a slice and a bow-tie, in every state, by everybody: page and API alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast, just_confirmed
from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.register.models import BowTie, Decision, Risk, Slice
from baken.rooms.register.tests.bow_ties import act, make_whole
from baken.rooms.register.tests.deciding import accepted
from baken.rooms.register.tests.factories import make_risk
from baken.rooms.register.tests.slices import scored_risk, slice_with
from baken.rooms.register.workflow import BOW_TIE, DECISION, SLICE

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
WHO = ("soldier", "team_leader", "commander", "safety_adviser", "outsider", "functional_admin")
# What a step is told that would be taken if nothing else stood in its way.
SAID: Mapping[str, Mapping[str, Any]] = {
    "register.decision": {"condition": "1", "value": "0.8"},
    "register.slice": {},
    "register.bow_tie": {
        "hazard": "mechanical.crushing",
        "barrier": "b3",
        "side": "preventive",
        "line": "t1",
        "factor": "d4",
        "signal": "s6",
        "effectiveness": "90",
        "on": "2026-03-10",
    },
}
KINDS = {"evidence_kinds": "inspection", "barrier_kinds": "procedure", "signal_kinds": "override"}
# What the page of a slice sends along when nothing was measured.
NO_ROWS = {"quantities-TOTAL_FORMS": "0", "quantities-INITIAL_FORMS": "0"}
MOMENTS = ("from_at", "to_at")
PART = {"change_consequence": "c2", "remove": "c2", "change_threat": "t1"}


@dataclass(frozen=True)
class Walked:
    """A root to walk: its table, its addresses, and how one is made."""

    table: Workflow
    page: str
    api: str
    make: Callable[[Cast], Any]


def a_decision(cast: Cast) -> Decision:
    """A decision in force with a condition."""
    return accepted(cast)[1]


def a_slice_of_two(cast: Cast) -> Slice:
    """An open slice with two risks."""
    return slice_with(cast, scored_risk(cast, "medium"), scored_risk(cast, "low"))


def a_bow_tie(cast: Cast) -> BowTie:
    """A bow-tie with a part of every kind, a signal and a risk that leans on it."""
    actor, at = cast.safety_adviser.actor, cast.at
    record = make_whole(actor=actor, unit=cast.company, at=at)
    record = act(record, actor, at, "add_factor", barrier="b3", text="Weggeschoten")
    record = act(record, actor, at, "add_escalation", factor="d4", text="Controle vooraf")
    record = act(record, actor, at, "name_barrier", barrier="b3", words="Scheef.")
    risk = make_risk(actor=actor, unit=cast.company, at=at)
    return act(record, actor, at, "tie_risk", risk=risk.ref)


WALKED = (
    Walked(DECISION, "/besluiten", "/decisions", a_decision),
    Walked(SLICE, "/samenlopen", "/slices", a_slice_of_two),
    Walked(BOW_TIE, "/vlinderdassen", "/bow-ties", a_bow_tie),
)
IN_STATES = [(one, state) for one in WALKED for state in one.table.states]
STAMPS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("register.decision", "suspended"): {"suspended_for": "by_hand"},
    ("register.decision", "ended"): {"ended_for": "expired", "ended_at": True},
    ("register.slice", "ended"): {"ended_at": True},
    ("register.bow_tie", "withdrawn"): {"withdrawn_at": True},
}


def in_state(walked: Walked, state: str, cast: Cast) -> Any:
    """A record as if it had come to a state by its steps."""
    record = walked.make(cast)
    stamps: Mapping[str, Any] = STAMPS.get((walked.table.name, state), {})
    values = {name: cast.at if value is True else value for name, value in stamps.items()}
    rows = type(record).objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(state=state, **values)
    return rows.get()


def filled(walked: Walked, row: Step, record: Any) -> dict[str, Any]:
    """Whatever the step needs, so that only the state, a guard or a right can refuse it."""
    return {one.name: _value(walked, row, one, record) for one in row.fields if one.required}


def _value(walked: Walked, row: Step, asked: StepField, record: Any) -> Any:
    said = SAID[walked.table.name]
    if asked.name == "part":
        return PART[row.name]
    if asked.name == "risk":
        return Risk.objects.for_system(reason="trail").order_by("pk")[0].ref
    if asked.name in MOMENTS:
        return getattr(record, asked.name).isoformat()
    return said.get(asked.name) or KINDS.get(asked.choices, "Zo staat het ervoor.")


def listed(client: Client, walked: Walked, ref: str) -> dict[str, Any] | None:
    """The steps over HTTP by name, after the page showed the same; None where neither opens."""
    page = client.get(f"{walked.page}/{ref}")
    api = client.get(f"/api/v1{walked.api}/{ref}/available-steps")
    if page.status_code != 200:
        assert page.status_code == api.status_code == 404
        return None
    told = {one["name"]: one for one in api.json()["items"]}
    for one in (*page.context["steps"], *page.context["closed_steps"]):
        other = told[one["name"]]
        assert one["allowed"] is other["allowed"]
        assert one["reasons"] == [no["text"] for no in other["refusals"]]
    return told


def posted(client: Client, walked: Walked, ref: str, step: str, fields: Any) -> tuple[Any, Any]:
    """What page and API answer to the same step with the same fields; a browser sends no time zone."""
    typed = {name: text[:16] if name in MOMENTS else text for name, text in fields.items()}
    page = client.post(f"{walked.page}/{ref}/stap/{step}", {**NO_ROWS, **typed})
    body = {"step": step, "fields": fields}
    place = f"/api/v1{walked.api}/{ref}/steps"
    return page, client.post(place, body, content_type="application/json")


def pairs(walked: Walked) -> Iterator[Step]:
    """The rows that people take."""
    return (row for row in walked.table.steps if not row.by_system)


@pytest.mark.parametrize(
    ("walked", "state"), IN_STATES, ids=[f"{one.table.name}-{state}" for one, state in IN_STATES]
)
def test_steps_are_refused_alike_on_page_and_over_http(
    cast: Cast, client_of: Clients, walked: Walked, state: str
) -> None:
    record = in_state(walked, state, cast)
    for who in WHO:
        client = client_of(who)
        just_confirmed(client, cast.members[who].account, cast.at)
        told = listed(client, walked, record.ref)
        for row in pairs(walked):
            if told is None:
                page, api = posted(client, walked, record.ref, row.name, {})
                assert page.status_code == api.status_code == 404
            elif told.get(row.name, {}).get("allowed"):
                _asked_alike(client, walked, record, row)
            else:
                _refused_alike(client, walked, record, row)


def _asked_alike(client: Client, walked: Walked, record: Any, row: Step) -> None:
    """Who may take a step and says nothing hears on both sides which fields are needed."""
    needed = {one.name for one in row.fields if one.required}
    if not needed:
        return  # it would be taken: other tests do that
    start = {"part": PART.get(row.name, ""), "barrier": "b3"} if "change" in row.name else {}
    start = {name: value for name, value in start.items() if name in needed}
    page, api = posted(client, walked, record.ref, row.name, start)
    assert (page.status_code, api.status_code) == (400, 400), row.name
    errors = {one["field"] for one in api.json()["errors"]}
    assert set(page.context["form"].errors) == errors == needed - set(start), row.name


def _refused_alike(client: Client, walked: Walked, record: Any, row: Step) -> None:
    """Who may not take it hears the same on both sides, however well it was filled in."""
    page, api = posted(client, walked, record.ref, row.name, filled(walked, row, record))
    if api.status_code == 403:
        assert page.status_code == 403, row.name
        return
    assert (page.status_code, api.status_code) == (400, 409), row.name
    texts = "; ".join(one["text"] for one in api.json()["refusals"])
    assert page.context["form"].errors == {"__all__": [texts]}, row.name


@pytest.mark.parametrize("walked", WALKED, ids=[one.table.name for one in WALKED])
def test_step_of_the_product_itself_has_no_page_and_is_refused_over_http(
    cast: Cast, client_of: Clients, walked: Walked
) -> None:
    record, client = walked.make(cast), client_of("commander")
    for row in walked.table.steps:
        if row.by_system:
            page, api = posted(client, walked, record.ref, row.name, {})
            assert (page.status_code, api.status_code) == (404, 409)
            assert [one["code"] for one in api.json()["refusals"]] == ["by_itself"]


@pytest.mark.parametrize("walked", WALKED, ids=[one.table.name for one in WALKED])
def test_record_leads_to_its_thread_on_the_page_and_over_http(
    cast: Cast, client_of: Clients, walked: Walked
) -> None:
    record, client = walked.make(cast), client_of("safety_adviser")
    page = client.get(f"{walked.page}/{record.ref}").content.decode()
    assert f'href="/draad/{record.ref}"' in page
    whole = client.get(f"/api/v1{walked.api}/{record.ref}/thread").json()
    assert record.ref in [node["ref"] for node in whole["nodes"]]
    assert whole["items"]
