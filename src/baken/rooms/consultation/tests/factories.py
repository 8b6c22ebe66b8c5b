"""Consultations for tests: as people make them, in any state at once, and full of words to look out for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, system_actor
from baken.core.files.content import CleanFile
from baken.core.links.registry import tie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import begin_many
from baken.rooms.consultation.actions import draft_consultation, pass_terms, take_consultation_step
from baken.rooms.consultation.actions.add_file import add_consultation_file
from baken.rooms.consultation.actions.describe import SEALED
from baken.rooms.consultation.actions.draft_once import draft_once
from baken.rooms.consultation.models import Consultation, ConsultationCondition
from baken.rooms.consultation.queries.parts import condition_part
from baken.rooms.consultation.queries.subjects import CONSULTED
from baken.rooms.consultation.queries.terms import end_of_day
from baken.rooms.consultation.questions import Subject
from baken.rooms.org.models import Council, Unit
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import NOW, PNG, Planted, Prepare
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.factories import make_risk_in

FACTORY = system_actor("factory")
_READ = ("consultation.consultation.read",)
# Under which word each text is planted.
PLANTED = {
    "title": "raadpleegeen",
    "question": "raadpleegtwee",
    "answer": "raadpleegdrie",
    "reasons": "raadpleegvier",
}
DESCRIBED: Mapping[str, Any] = {
    "title": "Nieuwe werkwijze in de werkplaats",
    "question": "Wij stellen voor de keten te sluiten. Wat vinden jullie daarvan?",
    "kind": "advice",
}


def make_council(unit: Any) -> Council:
    """The employee council of a unit; asked for twice it is one."""
    names = {"name_nl": f"Medezeggenschap {unit.code}", "name_en": f"Council {unit.code}"}
    council, _made = Council.objects.get_or_create(
        code=f"MC-{unit.code}", defaults={**names, "unit_id": unit.pk, "kind": "MC"}
    )
    return council


def about(risk: Risk) -> Subject:
    """A risk as what a consultation is about."""
    return Subject("risk", risk.ref, risk.title, f"/risicos/{risk.ref}", risk)


def told(unit: Any, at: datetime, **fields: Any) -> dict[str, Any]:
    """What is asked of the council of a unit, in a month."""
    due_on = clock.local_date(at) + timedelta(days=30)
    return {**DESCRIBED, "council": make_council(unit).code, "due_on": due_on.isoformat(), **fields}


def make_draft(
    *,
    actor: Actor,
    unit: Any,
    at: datetime,
    risk: Risk | None = None,
    subject: Subject | None = None,
    **fields: Any,
) -> Consultation:
    """A draft of the unit about a subject, or a risk of it, to its own council."""
    return draft_consultation(
        actor=actor,
        unit=tree().by_id[unit.pk],
        subject=subject or about(risk or make_risk_in(unit=unit, at=at)),
        fields=told(unit, at, **fields),
        at=at,
    )


@transaction.atomic
def consultation_in(
    *, unit: Unit, state: str = "draft", at: datetime = NOW, **fields: Any
) -> Consultation:
    """A consultation of a unit and its council in a state, with the first row of its history."""
    risk = make_risk_in(unit=unit, at=at)
    given = {**DESCRIBED, **fields}
    conditions = given.pop("conditions", [])
    due_on = given.pop("due_on", clock.local_date(at) + timedelta(days=30))
    record = Consultation(
        number=row_number(at),
        ref=next_reference(Consultation.prefix, clock.local_date(at)),
        unit_id=unit.pk,
        body="council",
        body_unit_id=unit.pk,
        council_id=make_council(unit).pk,
        subject_kind="risk",
        due_on=due_on,
        due_at=None if state in ("closed", "withdrawn") else end_of_day(unit.pk, due_on),
        drafted_at=at,
        touched_at=at,
        **{**_of_state(state, unit, at), **given},
    )
    begin_many(
        records=[record],
        code="consultation.consultation.drafted",
        actor=FACTORY,
        at=at,
        seal=SEALED,
        states=[state],
        parts=[_conditions(record, conditions)],
    )
    ConsultationCondition.objects.bulk_create(_rows(record, conditions))
    tie(source=risk, relation=CONSULTED, target=record, at=at)
    return record


def _of_state(state: str, unit: Unit, at: datetime) -> dict[str, Any]:
    """What a consultation carries that came to a state by its steps."""
    asked = {"asked_at": at, "owner_unit_id": unit.pk}
    answer = {**asked, "outcome": "negative", "answer": "Wij zijn tegen.", "answered_at": at}
    reply = {**answer, "reply": "adopted", "reasons": "Jullie hebben gelijk.", "replied_at": at}
    return {
        "draft": {"kept_at": at},
        "asked": asked,
        "answered": answer,
        "replied": reply,
        "closed": {**reply, "closed_at": at},
        "withdrawn": {"kept_at": at, "closed_at": at},
    }[state]


def _rows(record: Consultation, texts: Any) -> list[ConsultationCondition]:
    return [
        ConsultationCondition(record=record, nth=nth, text=text)
        for nth, text in enumerate(texts, start=1)
    ]


def _conditions(record: Consultation, texts: Any) -> dict[str, Any]:
    return {
        key: value for row in _rows(record, texts) for key, value in condition_part(row).items()
    }


def plant(*, unit: Any, word: str, at: datetime) -> list[Planted]:
    """A consultation that was replied to, with a file, full of words that only its readers may meet."""
    said = {name: f"{told}{word} kabel" for name, told in PLANTED.items()}
    record = consultation_in(
        unit=unit,
        state="replied",
        at=at,
        outcome="positive_with_conditions",
        conditions=[f"raadpleegvijf{word} kabel"],
        **said,
    )
    file = CleanFile(f"raadpleegzes{word}.png", PNG.content_type, PNG.data + word.encode())
    stored = add_consultation_file(actor=FACTORY, record=record, file=file, at=at)
    words = (
        *(f"{told}{word}" for told in PLANTED.values()),
        f"raadpleegvijf{word}",
        f"raadpleegzes{word}",
    )
    return [Planted(record, dict.fromkeys(words, _READ), {"file_id": str(stored.id)})]


FACTORIES: Mapping[type[Any], Callable[..., Any]] = {Consultation: consultation_in}


def _draft(cast: Any, at: datetime, act: Callable[..., Any]) -> Callable[[], Any]:
    return partial(
        act,
        actor=cast.commander.actor,
        unit=tree().by_id[cast.company.pk],
        subject=about(make_risk_in(unit=cast.company, at=at)),
        fields=told(cast.company, at),
        at=at,
    )


def _withdraw(cast: Any, at: datetime) -> Callable[[], Any]:
    record = consultation_in(unit=cast.company, at=at)
    given = {"record": record, "step": "withdraw", "fields": {"reason": "Niet meer nodig"}}
    return partial(take_consultation_step, actor=cast.commander.actor, at=at, **given)


def _add_file(cast: Any, at: datetime) -> Callable[[], Any]:
    record = consultation_in(unit=cast.company, at=at)
    return partial(
        add_consultation_file, actor=cast.commander.actor, record=record, file=PNG, at=at
    )


def _pass(cast: Any, at: datetime) -> Callable[[], Any]:
    due_on = clock.local_date(at) - timedelta(days=1)
    consultation_in(unit=cast.company, state="asked", at=at, due_on=due_on)
    return partial(pass_terms, actor=FACTORY, at=at)


CALLS: Mapping[str, Prepare] = {
    "draft_consultation": lambda cast, at: _draft(cast, at, draft_consultation),
    "draft_once": lambda cast, at: _draft(cast, at, draft_once),
    "take_consultation_step": _withdraw,
    "add_consultation_file": _add_file,
    "pass_terms": _pass,
}
