"""Describing a measure otherwise: what is not sent stays, and the priority nobody chose follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from baken.conftest import Cast
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.models import Measure, MeasureStep
from baken.rooms.measures.queries.thread import nodes_of
from baken.rooms.measures.tests.factories import act, decide, propose, risk_of
from baken.rooms.measures.workflow import SEALED
from baken.rooms.register.models import Risk

pytestmark = pytest.mark.django_db
WHOLE: dict[str, Any] = {
    "budget": "1250.00",
    "budget_source": "zka",
    "interim": "Luik op slot.",
    "side_effects": "Geen.",
    "start_on": "2026-04-01",
    "due_on": "2026-05-01",
    "alarp_more": "Een nieuwe koepel.",
}


def described(cast: Cast, record: Measure, **fields: Any) -> Measure:
    return act(record, cast.safety_adviser.actor, cast.at, "describe", **fields)


def test_description_that_is_sent_in_part_leaves_the_rest_as_it_is(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, **WHOLE)
    fresh = described(cast, record, verification_method="Proefdraaien.")
    assert fresh.verification_method == "Proefdraaien."
    for name in ("title", "description", "control_level", "expected_residual", *WHOLE):
        column = "budget_cents" if name == "budget" else name
        assert getattr(fresh, column) == getattr(record, column), name


def test_part_of_a_description_that_is_sent_empty_becomes_empty(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, **WHOLE)
    fresh = described(cast, record, interim="", due_on=None, budget="", budget_source="")
    assert (fresh.interim, fresh.due_on, fresh.budget_cents) == ("", None, None)
    assert fresh.side_effects == "Geen."


def test_description_without_what_every_measure_has_is_refused(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    with pytest.raises(FieldsRefused) as no:
        described(cast, record, title="")
    assert list(no.value.errors) == ["title"]


def test_history_keeps_every_text_and_day_that_was_decided_on(cast: Cast) -> None:
    told = {**WHOLE, "alarp_cost": "Te duur.", "ends_on": "2026-06-01"}
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, **told)
    described(cast, record, interim="Niets.", alarp_more="Niets meer.", ends_on="2026-07-01")
    first, second = MeasureStep.objects.of(record).order_by("serial")
    assert {name: first.words[name] for name in SEALED} == {
        name: getattr(record, name) for name in SEALED
    }
    assert (first.facts["ends_on"], first.facts["due_on"]) == ("2026-06-01", "2026-05-01")
    assert (first.facts["start_on"], first.facts["budget_cents"]) == ("2026-04-01", 125_000)
    assert (second.words["interim"], second.facts["ends_on"]) == ("Niets.", "2026-07-01")


def test_thread_does_not_repeat_what_the_page_itself_shows(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, **WHOLE)
    nodes = nodes_of(cast.safety_adviser.actor, record)
    assert [node.text for node in nodes if node.kind == "step"] == [""]


def graver(record: Measure, risk: Risk) -> Measure:
    """The measure of a risk that became extreme since."""
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(current_class="extreme")
    return record


@pytest.mark.parametrize(("chosen", "priority"), [("", 1), ("2", 2)])
def test_priority_follows_the_class_when_nobody_chose_it(
    cast: Cast, chosen: str, priority: int
) -> None:
    risk = risk_of(cast.company)
    record = propose(cast.safety_adviser.actor, risk, cast.at, priority=chosen)
    fresh = described(cast, graver(record, risk), priority_reason="Eerst de rem.", interim="Slot.")
    assert (fresh.risk_class, fresh.priority) == ("extreme", priority)


def test_priority_that_nobody_chose_follows_at_whatever_step(cast: Cast) -> None:
    risk = risk_of(cast.company)
    record = propose(cast.safety_adviser.actor, risk, cast.at)
    record = graver(decide(record, cast, cast.at), risk)
    fresh = act(record, cast.team_leader.actor, cast.at + timedelta(days=1), "start")
    assert (record.priority, fresh.priority) == (2, 1)


def test_page_to_describe_otherwise_chooses_no_priority_that_nobody_chose(
    cast: Cast, client_of: Any
) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    browser: Client = client_of("safety_adviser")
    page = browser.get(reverse("measures:step", args=[record.ref, "describe"]))
    assert page.context["form"].initial["priority"] == ""
