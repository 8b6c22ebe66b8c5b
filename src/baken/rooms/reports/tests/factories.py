"""Plain factories of the reports room: a report or an occurrence in any state, and what hides in it."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Confidentiality, system_actor
from baken.core.files.content import CleanFile
from baken.core.files.store import keep_file
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference, next_reference_beside_pool
from baken.core.workflow.advance import begin_many
from baken.rooms.org.actions import end_case, give_case, keep_away, lift_conflict
from baken.rooms.org.models import Unit
from baken.rooms.org.queries import own_key_of, tree
from baken.rooms.org.tests.factories import NOW, Planted, Prepare, make_person, make_site
from baken.rooms.register.tests.bow_ties import act, make_whole
from baken.rooms.register.tests.factories import DESCRIBED, make_risk
from baken.rooms.reports.actions import submit_report, take_step
from baken.rooms.reports.actions.accident_records import SEALED as SEALED_ACCIDENT
from baken.rooms.reports.actions.accident_records import (
    open_accident_records,
    request_accident_record,
)
from baken.rooms.reports.actions.act_on_terms import act_on_terms
from baken.rooms.reports.actions.add_accident_file import add_accident_file
from baken.rooms.reports.actions.add_file import add_file
from baken.rooms.reports.actions.add_occurrence_file import add_occurrence_file
from baken.rooms.reports.actions.answer_questions import answer_questions
from baken.rooms.reports.actions.classify import SEALED
from baken.rooms.reports.actions.enter_report import enter_report
from baken.rooms.reports.actions.export_e5x import export_e5x
from baken.rooms.reports.actions.hand_over_all import hand_over_all
from baken.rooms.reports.actions.import_reports import import_reports
from baken.rooms.reports.actions.legacy_rows import LegacyReport, LegacySource
from baken.rooms.reports.actions.name_barrier import name_barrier
from baken.rooms.reports.actions.raise_unread import raise_danger
from baken.rooms.reports.actions.read_identity import read_identity
from baken.rooms.reports.actions.release_identity import end_release, release_identity
from baken.rooms.reports.actions.say import say, send_message
from baken.rooms.reports.actions.set_apart import put_back, set_apart
from baken.rooms.reports.actions.submit_once import submit_once
from baken.rooms.reports.actions.submit_report import SEALED as SEALED_REPORT
from baken.rooms.reports.actions.tell_reporters import tell_reporters
from baken.rooms.reports.actions.to_risk import attach_to_risk, state_risk
from baken.rooms.reports.models import (
    AccidentRecord,
    Damage,
    ExternalNotification,
    FollowUpAnswer,
    Identity,
    Occurrence,
    OccurrenceCode,
    Report,
)
from baken.rooms.reports.queries.parts import code_part
from baken.rooms.reports.receipts import file_pass
from baken.rooms.reports.rules import Intake

FACTORY = system_actor("factory")
PNG = CleanFile("foto.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"0" * 40)

CLASSIFICATION: dict[str, Any] = {
    "title": "Kabel los onder de stoel",
    "summary": "Een kabel hing los. Hij is vastgezet.",
    "kind": "unsafe_situation",
    "category": "0",
    "actual_severity": "0",
    "potential_severity": "3",
    "subjects": ["work_equipment"],
}

_serials = itertools.count(1)


@transaction.atomic
def make_report(
    *,
    unit: Unit,
    state: str = "received",
    at: datetime = NOW,
    occurrence: Occurrence | None = None,
    **fields: Any,
) -> Report:
    """A report in a state, with the first row of its history and no news."""
    over = state in ("closed", "out_of_scope", "redirected_integrity")
    values: dict[str, Any] = {
        "story": f"Er hing een kabel los, nummer {next(_serials)}.",
        "place": "Garage 3",
        "received_at": at,
        "touched_at": at,
        "due_at": None if over else at,
        "answered_at": at if over or state == "answered" else None,
        "closed_at": at if over else None,
        "confidentiality": Confidentiality.NORMAL,
    }
    report = Report(
        number=row_number(at),
        ref=next_reference_beside_pool("M", clock.local_date(at)),
        unit=unit,
        occurrence=occurrence,
        **(values | fields),
    )
    _begin(report, state, at, "reports.report.received", SEALED_REPORT)
    return report


@transaction.atomic
def make_occurrence(
    *, unit: Unit, state: str = "triaged", at: datetime = NOW, **fields: Any
) -> Occurrence:
    """An occurrence in a state, with the first row of its history and no news."""
    over = state in ("closed", "merged")
    values: dict[str, Any] = {
        "title": f"Kabel los, nummer {next(_serials)}",
        "summary": "Een kabel hing los. Hij is vastgezet.",
        "kind": "unsafe_situation",
        "category": 0,
        "actual_severity": 0,
        "potential_severity": 3,
        "investigation_level": 2,
        "triaged_at": at,
        "touched_at": at,
        "due_at": None if over else at,
        "closed_at": at if over else None,
    }
    occurrence = Occurrence(
        number=row_number(at),
        ref=next_reference("V", clock.local_date(at)),
        unit=unit,
        **(values | fields),
    )
    parts = code_part([("subject", "work_equipment")])
    _begin(occurrence, state, at, "reports.occurrence.triaged", SEALED, parts)
    OccurrenceCode.objects.create(record=occurrence, scheme="subject", code="work_equipment")
    return occurrence


def _begin(
    record: Any,
    state: str,
    at: datetime,
    code: str,
    seal: tuple[str, ...],
    parts: Mapping[str, Any] | None = None,
) -> None:
    begin_many(
        records=[record],
        code=code,
        actor=FACTORY,
        at=at,
        seal=seal,
        states=[state],
        parts=[parts or {}],
    )


@transaction.atomic
def make_accident_record(
    *, unit: Unit, state: str = "opened", at: datetime = NOW, person: Any = None, **fields: Any
) -> AccidentRecord:
    """An accident record in a state, with the first row of its history and no news."""
    person = person or make_person(f"Gewonde {next(_serials)}", unit=unit, at=at)
    shown = at if state in ("shown_to_person", "final") else None
    values: dict[str, Any] = {
        "person": person.id,
        "person_key": own_key_of(person.id),
        "opened_at": at,
        "touched_at": at,
        "shown_at": shown,
        "final_at": at if state == "final" else None,
        "due_at": None if state in ("final", "withdrawn") else at,
        "confidentiality": AccidentRecord.HELD,
    }
    record = AccidentRecord(
        number=row_number(at),
        ref=next_reference("PV", clock.local_date(at)),
        unit=unit,
        **(values | fields),
    )
    _begin(record, state, at, "reports.accident_record.opened", SEALED_ACCIDENT)
    return record


def _duties() -> Any:
    """The factories of duties, which stand on those of occurrences."""
    return importlib.import_module("baken.rooms.reports.tests.duties")


def _make_notification(**given: Any) -> Any:
    return _duties().make_notification(**given)


def _open_duty(cast: Any, at: datetime) -> Callable[[], Any]:
    return _duties().prepare_open_duty(cast, at)  # type: ignore[no-any-return]


def _add_evidence(cast: Any, at: datetime) -> Callable[[], Any]:
    return _duties().prepare_add_evidence(cast, at)  # type: ignore[no-any-return]


# For the house tests: how a record of each root is made, what is hidden in it, how actions run.
FACTORIES: Mapping[type[Any], Callable[..., Any]] = {
    Report: make_report,
    Occurrence: make_occurrence,
    ExternalNotification: _make_notification,
    AccidentRecord: make_accident_record,
}

_READ = ("reports.report.read",)
_IN_FULL = ("reports.occurrence.read",)


def plant(*, unit: Unit, word: str, at: datetime = NOW) -> list[Planted]:
    """An occurrence with its report, and a closely held report, full of words to look out for."""
    site = make_site(f"TERREIN-{next(_serials)}", holder=unit)
    title, summary = f"titel{word} kabel", f"samenvatting{word} kabel"
    occurrence = make_occurrence(unit=unit, at=at, title=title, summary=summary, site=site)
    Damage.objects.create(record=occurrence, what=f"schade{word}", amount_eur=10)
    told = _report_with(unit, word, at, state="in_handling", occurrence=occurrence, site=site)
    held = _report_with(unit, f"geheim{word}", at, confidentiality=Confidentiality.RESTRICTED)
    shown = {
        f"titel{word}": _IN_FULL,
        f"schade{word}": _IN_FULL,
        f"samenvatting{word}": (*_IN_FULL, "reports.occurrence.read_summary"),
    }
    duty = _duties().plant_notification(unit=unit, occurrence=occurrence, word=word, at=at)
    record = _accident_record_with(unit, word, at)
    return [Planted(occurrence, shown), told, held, record, duty]


def _report_with(unit: Unit, word: str, at: datetime, **fields: Any) -> Planted:
    report = make_report(
        unit=unit,
        at=at,
        story=f"verhaal{word} over een losse kabel",
        place=f"plek{word}",
        immediate_action=f"actie{word}",
        **fields,
    )
    say(report=report, actor=FACTORY, side="reporter", text=f"gesprek{word}", at=at)
    reporter = make_person(f"melder{word}", unit=_top_of(unit), at=at)
    Identity.objects.create(record=report, person=reporter.id)
    file = CleanFile(f"bestand{word}.png", PNG.content_type, PNG.data + word.encode())
    stored = keep_file(record=report, file=file, actor=FACTORY, at=at)
    hidden = dict.fromkeys(
        (
            f"{what}{word}"
            for what in ("verhaal", "plek", "actie", "gesprek", "bestand", "antwoord")
        ),
        _READ,
    )
    hidden[f"melder{word}"] = ("reports.identity.read",)
    FollowUpAnswer.objects.create(
        number=row_number(at),
        record=report,
        nth=1,
        subject="fall_from_height",
        question="weather",
        version=1,
        value=f"antwoord{word}",
        side="reporter",
        at=at,
    )
    samples = {
        "number": "00000000",
        "file_id": str(stored.id),
        "opens": file_pass(stored.id),
        "ground": "terugbellen",
    }
    return Planted(report, hidden, samples)


def _accident_record_with(unit: Unit, word: str, at: datetime) -> Planted:
    hurt = make_person(f"gewonde{word}", unit=_top_of(unit), at=at)
    told = {name: f"{name}{word}" for name in ("activity", "course", "injury", "witnesses")}
    record = make_accident_record(unit=unit, at=at, person=hurt, **told)
    words = (*told.values(), f"gewonde{word}")
    return Planted(record, dict.fromkeys(words, ("reports.accident_record.read",)))


def _top_of(unit: Unit) -> Unit:
    """Where the reporter belongs: no list of persons shows their name to who walks below."""
    return _top_of(unit.parent) if unit.parent else unit


def _submit(cast: Any, at: datetime) -> Callable[[], Any]:
    actor = cast.soldier.actor
    return partial(submit_report, actor=actor, intake=Intake(story="Kabel los."), at=at)


def _submit_once(cast: Any, at: datetime) -> Callable[[], Any]:
    intake = Intake(story="Kabel los.")
    return partial(submit_once, actor=cast.soldier.actor, intake=intake, at=at, key="sleutel")


def _take_step(cast: Any, at: datetime) -> Callable[[], Any]:
    return partial(
        take_step,
        actor=cast.safety_adviser.actor,
        record=make_report(unit=cast.company, at=at),
        step="triage",
        at=at,
        fields=CLASSIFICATION,
    )


def _act_on_terms(cast: Any, at: datetime) -> Callable[[], Any]:
    cast.add("above", ("safety_adviser", "ARMY", None))
    make_report(unit=cast.company, at=at, stalls_at=at)
    return partial(act_on_terms, actor=FACTORY, at=at)


def _send_message(cast: Any, at: datetime) -> Callable[[], Any]:
    report = make_report(unit=cast.company, at=at)
    adviser = cast.safety_adviser.actor
    return partial(send_message, actor=adviser, report=report, text="Waar?", at=at)


def _tell_reporters(cast: Any, at: datetime) -> Callable[[], Any]:
    occurrence = make_occurrence(unit=cast.company, at=at)
    make_report(unit=cast.company, at=at, occurrence=occurrence, state="in_handling")
    adviser = cast.safety_adviser.actor
    return partial(tell_reporters, actor=adviser, occurrence=occurrence, text="Vast.", at=at)


def _add_file(cast: Any, at: datetime) -> Callable[[], Any]:
    report = make_report(unit=cast.company, at=at)
    return partial(add_file, actor=cast.safety_adviser.actor, report=report, file=PNG, at=at)


def _add_occurrence_file(cast: Any, at: datetime) -> Callable[[], Any]:
    record = make_occurrence(unit=cast.company, at=at)
    adviser = cast.safety_adviser.actor
    return partial(add_occurrence_file, actor=adviser, record=record, file=PNG, at=at)


def _read_identity(cast: Any, at: datetime) -> Callable[[], Any]:
    report = make_report(unit=cast.company, at=at)
    Identity.objects.create(record=report, contact="toestel 1234")
    reader = cast.safety_adviser.actor
    return partial(read_identity, actor=reader, report=report, ground="terugbellen", at=at)


def _import_reports(cast: Any, at: datetime) -> Callable[[], Any]:
    raw = {"nr": "1", "tekst": "Kabel los."}
    row = LegacyReport(
        line=2, key="1", raw=raw, unit="COMPANY", kind="incident", story="Kabel los.", title="Kabel"
    )
    source = LegacySource("oud systeem")
    return partial(import_reports, actor=FACTORY, at=at, source=source, rows=[row])


def _hand_over_all(cast: Any, at: datetime) -> Callable[[], Any]:
    make_report(unit=cast.company, at=at)
    actor = cast.safety_adviser.actor
    return partial(hand_over_all, actor=actor, unit=cast.company.pk, to="BATTALION", at=at)


def _release_identity(cast: Any, at: datetime) -> Callable[[], Any]:
    report = make_report(unit=cast.company, at=at)
    Identity.objects.create(record=report, contact="toestel 1234")
    return partial(
        release_identity,
        actor=cast.safety_adviser.actor,
        report=report,
        to=cast.commander.person.id,
        until=at.date(),
        ground="Nazorg",
        at=at,
    )


def _end_release(cast: Any, at: datetime) -> Callable[[], Any]:
    release = _release_identity(cast, at)()
    given = {"release": release.pk, "last_day": None, "ground": "Klaar"}
    return partial(
        end_release, actor=cast.safety_adviser.actor, report=release.record, at=at, **given
    )


def _give_case(cast: Any, at: datetime) -> Callable[[], Any]:
    person = cast.add("zaak", ("investigator", "SQUADRON", None)).person
    occurrence = make_occurrence(unit=cast.company, at=at)
    given = {"role": "investigator", "until": None, "ground": "Onderzoek"}
    actor = cast.commander.actor
    return partial(give_case, actor=actor, person=person, record=occurrence, at=at, **given)


def _keep_away(cast: Any, at: datetime) -> Callable[[], Any]:
    occurrence = make_occurrence(unit=cast.company, at=at)
    adviser = cast.safety_adviser
    given = {"person": adviser.person, "record": occurrence, "ground": "Familie"}
    return partial(keep_away, actor=adviser.actor, at=at, **given)


def _end_case(cast: Any, at: datetime) -> Callable[[], Any]:
    case = _give_case(cast, at)()
    given = {"person": case.record, "role": case.role, "last_day": None, "ground": "Klaar"}
    record = Occurrence.objects.for_system(reason="trail").get(pk=case.number)
    return partial(end_case, actor=cast.commander.actor, record=record, at=at, **given)


def _lift_conflict(cast: Any, at: datetime) -> Callable[[], Any]:
    conflict = _keep_away(cast, at)()
    given = {"person": conflict.record, "ground": "Toch niet"}
    record = Occurrence.objects.for_system(reason="trail").get(pk=conflict.number)
    return partial(lift_conflict, actor=cast.commander.actor, record=record, at=at, **given)


def _enter_report(cast: Any, at: datetime) -> Callable[[], Any]:
    intake = Intake(story="Kabel los.", channel="desk", contact="toestel 1234")
    return partial(enter_report, actor=cast.safety_adviser.actor, intake=intake, at=at)


def _answer_questions(cast: Any, at: datetime) -> Callable[[], Any]:
    report = make_report(unit=cast.company, at=at)
    given = {"subject": "fall_from_height", "answers": {"fell": "yes"}}
    actor = cast.safety_adviser.actor
    return partial(answer_questions, actor=actor, report=report, at=at, **given)


def _set_apart(cast: Any, at: datetime) -> Callable[[], Any]:
    record, other = (make_report(unit=cast.company, at=at) for _ in range(2))
    actor = cast.safety_adviser.actor
    return partial(set_apart, actor=actor, record=record, other=other.ref, at=at)


def _put_back(cast: Any, at: datetime) -> Callable[[], Any]:
    apart = _set_apart(cast, at)
    apart()
    return partial(put_back, **apart.keywords)  # type: ignore[attr-defined]


def _open_accident_records(cast: Any, at: datetime) -> Callable[[], Any]:
    occurrence = make_occurrence(unit=cast.company, at=at, kind="accident")
    given = {"occurrence": occurrence, "persons": [cast.soldier.person]}
    return partial(open_accident_records, actor=cast.commander.actor, at=at, **given)


def _request_accident_record(cast: Any, at: datetime) -> Callable[[], Any]:
    told = {"happened_at": at, "place": "Garage 3", "course": "Gestruikeld over een kabel."}
    return partial(request_accident_record, actor=cast.soldier.actor, at=at, **told)


def _add_accident_file(cast: Any, at: datetime) -> Callable[[], Any]:
    record = make_accident_record(unit=cast.company, at=at)
    return partial(add_accident_file, actor=cast.commander.actor, record=record, file=PNG, at=at)


def _export_e5x(cast: Any, at: datetime) -> Callable[[], Any]:
    occurrence = make_occurrence(unit=cast.company, at=at, happened_at=at)
    OccurrenceCode.objects.create(record=occurrence, scheme="domain", code="aviation")
    told = {"headline": "Vogel", "narrative": "Een vogel.", "state_area": "166"}
    classes = {"occurrence_class": "300", "occurrence_categories": ["29"]}
    given = {"values": told | classes, "purpose": ""}
    actor = cast.commander.actor
    return partial(export_e5x, actor=actor, occurrence=occurrence, at=at, **given)


def _raise_danger(cast: Any, at: datetime) -> Callable[[], Any]:
    report = make_report(unit=cast.company, at=at, still_dangerous=True)
    return partial(raise_danger, report=report, rung=1, to="next_up", at=at)


def _state_risk(cast: Any, at: datetime) -> Callable[[], Any]:
    occurrence = make_occurrence(unit=cast.company, at=at)
    given = {"unit": tree().by_id[cast.company.pk], "fields": DESCRIBED, "model": ""}
    return partial(state_risk, actor=cast.safety_adviser.actor, record=occurrence, at=at, **given)


def _attach_to_risk(cast: Any, at: datetime) -> Callable[[], Any]:
    actor, occurrence = cast.safety_adviser.actor, make_occurrence(unit=cast.company, at=at)
    risk = make_risk(actor=actor, unit=cast.company, at=at).ref
    return partial(attach_to_risk, actor=actor, occurrence=occurrence, risk=risk, at=at)


def _name_barrier(cast: Any, at: datetime) -> Callable[[], Any]:
    actor, occurrence = cast.safety_adviser.actor, make_occurrence(unit=cast.company, at=at)
    risk = make_risk(actor=actor, unit=cast.company, at=at)
    tie_up = make_whole(actor=actor, unit=cast.company, at=at)
    act(tie_up, actor, at, "tie_risk", risk=risk.ref)
    attach_to_risk(actor=actor, occurrence=occurrence, risk=risk.ref, at=at)
    said = {"bow_tie": tie_up.ref, "barrier": "b3", "showed": "named", "words": "Scheef."}
    return partial(name_barrier, actor=actor, occurrence=occurrence, at=at, **said)


CALLS: Mapping[str, Prepare] = {
    "name_barrier": _name_barrier,
    "state_risk": _state_risk,
    "attach_to_risk": _attach_to_risk,
    "set_apart": _set_apart,
    "put_back": _put_back,
    "export_e5x": _export_e5x,
    "open_accident_records": _open_accident_records,
    "request_accident_record": _request_accident_record,
    "add_accident_file": _add_accident_file,
    "raise_danger": _raise_danger,
    "enter_report": _enter_report,
    "answer_questions": _answer_questions,
    "import_reports": _import_reports,
    "submit_report": _submit,
    "submit_once": _submit_once,
    "act_on_terms": _act_on_terms,
    "take_step": _take_step,
    "send_message": _send_message,
    "tell_reporters": _tell_reporters,
    "add_file": _add_file,
    "add_occurrence_file": _add_occurrence_file,
    "open_duty": _open_duty,
    "add_evidence": _add_evidence,
    "read_identity": _read_identity,
    "hand_over_all": _hand_over_all,
    "release_identity": _release_identity,
    "end_release": _end_release,
    "give_case": _give_case,
    "end_case": _end_case,
    "keep_away": _keep_away,
    "lift_conflict": _lift_conflict,
}
