"""What a draft is about can change before it is asked: nobody is asked about what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import Confidentiality
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.questions import Subject
from baken.rooms.consultation.tests.bodies import councillor, drafted, refusal_of, take
from baken.rooms.consultation.tests.factories import make_council, make_draft, told
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.factories import make_risk_in
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.django_db


def draft_about(cast: Cast, one: Occurrence) -> Consultation:
    """A draft of the commander to the council of the battalion about an occurrence."""
    councillor(cast)
    make_council(cast.battalion)
    subject = Subject("occurrence", one.ref, one.title, "", one)
    return make_draft(actor=cast.commander.actor, unit=cast.battalion, at=cast.at, subject=subject)


def changed(root: Any, record: Any, **values: Any) -> None:
    """Change what a draft is about, behind its back."""
    root.objects.for_system(reason="trail").filter(pk=record.pk).update(**values)


@pytest.mark.parametrize("step", ["ask", "revise"])
def test_draft_about_what_came_under_an_embargo_is_not_asked(cast: Cast, step: str) -> None:
    one = make_occurrence(unit=cast.battalion, at=cast.at)
    record, commander = draft_about(cast, one), cast.commander.actor
    changed(Occurrence, one, embargo_at=cast.at)
    fields = told(cast.battalion, cast.at) if step == "revise" else {}
    assert refusal_of(record, step, commander, cast.at, **fields) == ["subject_kept"]
    changed(Occurrence, one, embargo_at=None)
    assert take(record, "ask", commander, cast.at).state == "asked"


def test_draft_under_an_embargo_is_withdrawn(cast: Cast) -> None:
    one = make_occurrence(unit=cast.battalion, at=cast.at)
    record = draft_about(cast, one)
    changed(Occurrence, one, embargo_at=cast.at)
    gone = take(record, "withdraw", cast.commander.actor, cast.at, reason="Embargo")
    assert gone.state == "withdrawn"


@pytest.mark.parametrize("step", ["ask", "revise"])
def test_draft_is_held_as_closely_as_its_subject_is_by_then(cast: Cast, step: str) -> None:
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    record = drafted(cast, risk=risk)
    changed(Risk, risk, confidentiality=Confidentiality.SENSITIVE)
    fields = told(cast.battalion, cast.at) if step == "revise" else {}
    record = take(record, step, cast.commander.actor, cast.at, **fields)
    assert record.confidentiality == Confidentiality.SENSITIVE


def test_draft_about_what_is_held_less_closely_by_then_stays_as_it_was(cast: Cast) -> None:
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    risk.confidentiality = Confidentiality.SENSITIVE
    record = drafted(cast, risk=risk)
    assert take(record, "ask", cast.commander.actor, cast.at).confidentiality == (
        Confidentiality.SENSITIVE
    )
