"""Papers of assessments: what stands in them, who gets them, and that a layout cannot break them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pypdf import PdfReader

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.api.tests.calling import caller
from baken.core.export.models import ExportRun
from baken.core.export.tests.making import Book
from baken.core.papers.blocks import Bullets, Facts, Heading, Mark, Paragraph, Square, Table
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.assessments.actions import open_follow_ups
from baken.rooms.assessments.exports import answers, card, findings, front, plan
from baken.rooms.assessments.exports.kinds import PAPERS
from baken.rooms.assessments.exports.papers import Order, layout_problems, make_paper
from baken.rooms.assessments.models import Assessment, AssessmentFinding
from baken.rooms.assessments.queries.sheet import findings_of, sheet_of
from baken.rooms.assessments.tests.factories import (
    JUDGED,
    MEASURE,
    assessment_in,
    brought_to,
    expert,
    make_assessment,
    step,
    with_conditions,
    with_finding,
)
from baken.rooms.assessments.tests.telling import ADDRESS, told, words
from baken.rooms.measures.actions import propose_measure
from baken.rooms.org.queries import person_with_id
from baken.rooms.register.answers import served_meant
from baken.rooms.sheets.tests.factories import answer, with_machine

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
NASTY = "=HYPERLINK(\x01\x0b<b>"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def made(cast: Cast, record: Assessment, paper: str, form: str, who: str = "commander") -> bytes:
    """A paper as a file, for somebody of the cast."""
    actor = getattr(cast, who).actor
    order = Order(paper, form, "", "en", ADDRESS)
    holder = person_with_id(actor.person)
    found = make_paper(actor=actor, holder=holder, record=record, order=order, at=cast.at)
    return found.file.read()


def pdf_text(content: bytes) -> str:
    """What a PDF says, on one line."""
    return " ".join(
        " ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(content)).pages
    )


def test_front_says_of_whom_it_is_and_who_made_judged_and_signed_it(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    said = words(front.front(told(cast.soldier.actor, record, cast.at)))
    for one in (
        "Eenheid COMPANY",
        "De werkplaats met draaibanken, gebouw 12",
        "24",
        record.ref,
        "in force",
        "Workshop 2.1.0 (small_workshop)",
        "10 March 2030",
        cast.commander.actor.name,
        "Higher safety expert (HVK) CERT-hvk",
    ):
        assert one in said
    assert "does not hold" not in said


@pytest.mark.parametrize(
    ("state", "warning"),
    [
        ("draft", "Draft: this does not hold."),
        ("in_force", ""),
        ("review_due", ""),
        ("expired", "Expired: this does not hold."),
        ("superseded", "Replaced by a newer version: read the version that holds now."),
        ("withdrawn", "Withdrawn: this does not hold."),
    ],
)
def test_front_warns_of_what_does_not_hold(cast: Cast, state: str, warning: str) -> None:
    record = assessment_in(unit=cast.company, state=state, at=cast.at)
    blocks = list(front.front(told(cast.commander.actor, record, cast.at)))
    warned = [one.text for one in blocks if isinstance(one, Paragraph) and one.look == "warning"]
    assert warned == ([warning] if warning else [])


def test_numbers_count_findings_by_class_and_by_section(cast: Cast) -> None:
    record = brought_to(cast, "plan_drafting")
    by_class, by_section = answers.numbers(told(cast.commander.actor, record, cast.at))
    assert isinstance(by_class, Table)
    assert by_class.rows[0] == (Mark("extreme", "Extreme"), "1", "1")
    assert by_class.rows[-1] == ("Together", "1", "1")
    assert isinstance(by_section, Table)
    assert by_section.rows[0] == ("Machines: Draaibank", "3", "2", "1")


def test_answers_tell_by_whom_and_of_what_nobody_answered(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    found = list(answers.answers(told(cast.soldier.actor, record, cast.at)))
    heads = [(one.text, one.level) for one in found if isinstance(one, Heading)]
    assert heads == [("Profile", 2), ("Machines: Draaibank", 2), ("Room", 2)]
    tables = [one for one in found if isinstance(one, Table)]
    who = f"{cast.commander.actor.name}, 10 March 2026"
    assert {one.caption for one in tables if one.caption} == {f"Answered by {who}"}
    rows = [row for one in tables for row in one.rows]
    assert ("Guarded?", "No") in rows
    assert ("Inspected?", "no answer") in rows


def test_answers_of_several_people_tell_who_gave_which(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    whole = told(cast.soldier.actor, record, cast.at)
    content = deepcopy(whole.content)
    assert content is not None
    machine = content["sections"][0]["questions"]
    machine[0]["by"], machine[0]["reason"] = "Iemand anders", "Kap ontbreekt"
    tables = [
        one for one in answers.answers(replace(whole, content=content)) if isinstance(one, Table)
    ]
    [told_apart] = [one for one in tables if len(one.columns) == 3]
    assert told_apart.rows[0] == ("Guarded?", "No\nKap ontbreekt", "Iemand anders, 10 March 2026")
    assert told_apart.rows[1][2] == f"{cast.commander.actor.name}, 10 March 2026"


def test_findings_tell_scores_with_model_values_class_and_why(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    [heading, facts, table] = findings.findings(told(cast.soldier.actor, record, cast.at))
    assert heading == Heading("1. Drawing in: Draaibank", 2)
    assert isinstance(facts, Facts)
    known = dict(facts.rows)
    assert known["Class"] == Mark("extreme", "Extreme")
    assert known["Hazard"] == "Rotating parts"
    assert known["Who are exposed"] == "24"
    assert known["On the values"].startswith("Probability: 6 (")
    assert "540" in str(known["Class of the model"])
    assert known["Why"] == "Gezien"
    assert isinstance(table, Table)
    assert table.rows[0][1:] == (
        "Collective and engineering",
        "to come: proposed",
        "nobody yet",
        "",
    )


def test_scores_are_not_told_before_the_evaluation_is_done(cast: Cast) -> None:
    record = brought_to(cast, "in_inventory")
    with_finding(cast, record, cast.at)
    said = words(findings.findings(told(cast.commander.actor, record, cast.at)))
    assert "everybody scores by themselves" in said
    assert "Gezien" not in said
    assert "Extreme" not in said


def test_measures_stand_by_level_of_control_and_once_in_the_plan(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    [one] = findings_of(record)
    [served] = served_meant(cast.commander.actor, one.risk_ref)
    better = {**MEASURE, "title": f"Ander werk {NASTY}", "control_level": "source"}
    propose_measure(actor=cast.commander.actor, serves=served, fields=better, at=cast.at)
    tells = told(cast.soldier.actor, record, cast.at)
    [table] = [each for each in findings.findings(tells) if isinstance(each, Table)]
    assert [row[1] for row in table.rows] == ["At the source", "Collective and engineering"]
    assert len(plan.planned(tells)) == 2
    [whole] = plan.plan(tells)
    assert isinstance(whole, Table)
    assert whole.wide
    assert "Drawing in: Draaibank" in str(whole.rows[0][1])


def test_plan_names_findings_without_a_measure(cast: Cast) -> None:
    record = brought_to(cast, "plan_drafting")
    nothing, bare = plan.plan(told(cast.commander.actor, record, cast.at))
    assert nothing == Paragraph("There is no measure yet that you read.", "muted")
    assert isinstance(bare, Table)
    assert "Drawing in: Draaibank" in str(bare.rows[0][0])


def test_reviews_tell_certificate_conditions_and_what_is_still_needed(cast: Cast) -> None:
    record = brought_to(cast, "in_expert_review")
    judged = {**JUDGED, "outcome": "with_conditions", "conditions": "Meet het geluid"}
    judged["conditions_due_on"] = "2026-12-31"
    step(expert(cast, "hvk"), record, "review", cast.at, scope="system", **judged)
    said = words(front.reviews(told(cast.commander.actor, record, cast.at)))
    for one in ("CERT-hvk", "Meet het geluid", "31 December 2026", "Gezien in de werkplaats."):
        assert one in said
    assert "Still needed: Safety (higher safety expert)." in said


def test_conditions_tell_who_meets_them_by_when_and_how_they_stand(cast: Cast) -> None:
    record = brought_to(cast, "in_expert_review")
    with_conditions(cast, record, "Meet het geluid", by=date(2026, 6, 1))
    [table] = [
        one
        for one in front.reviews(told(cast.commander.actor, record, cast.at))
        if isinstance(one, Table) and one.caption == "Conditions of the reviews"
    ]
    assert [row[1:] for row in table.rows] == [
        ("System review", cast.commander.actor.name, "1 June 2026", "still to be met")
    ]


def test_reviews_from_before_it_was_sent_back_count_no_more(cast: Cast) -> None:
    record = brought_to(cast, "approved")
    step(cast.commander.actor, record, "send_back", cast.at, to="plan_drafting", reason="Anders")
    tells = told(cast.commander.actor, record, cast.at)
    said = words(front.reviews(tells))
    assert said.count("Still needed:") == 2
    assert "CERT-hvk" not in words((*front.front(tells), *front.reviews(tells)))


def test_further_inventories_have_an_owner_and_a_term(cast: Cast) -> None:
    record = make_assessment(actor=cast.commander.actor, unit=cast.company, at=cast.at)
    actor = cast.commander.actor
    assert "No answer asks" in words(front.follow_ups(told(actor, record, cast.at)))
    record = brought_to(cast, "in_inventory")
    name = with_finding(cast, record, cast.at)
    answer(actor=actor, record=sheet_of(record), given={"m2": "85"}, repetition=name, at=cast.at)
    open_follow_ups(actor=actor, record=record, at=cast.at)
    [table] = front.follow_ups(told(actor, record, cast.at))
    assert isinstance(table, Table)
    assert table.rows[0][2:4] == ("8 June 2026", "still to be done")


def test_card_says_less_when_there_is_less_room(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    first = findings_of(record)[0]
    AssessmentFinding.objects.bulk_create(
        AssessmentFinding(
            record=record,
            key="m1",
            repetition=f"x{nth}",
            title="Een lang gevaar " * 12,
            common="high",
            risk_number=first.risk_number,
            risk_ref=first.risk_ref,
            at=cast.at,
        )
        for nth in range(60)
    )
    tells = told(cast.soldier.actor, record, cast.at)
    tables = [next(card.top_risks(tells, room)) for room in card.ROOMS]
    rows = [len(one.rows) for one in tables if isinstance(one, Table)]
    assert rows == [10, 8, 7, 6, 5, 3]
    assert [type(one) for one in card.ask(tells, card.ROOMS[0])] == [Bullets]
    assert list(card.link(tells, card.ROOMS[0])) == [
        Square(ADDRESS, "Read the whole RI&E and its plan:")
    ]
    assert len(PdfReader(io.BytesIO(made(cast, record, "brief_card", "pdf"))).pages) == 1


def test_sheet_that_is_filled_in_is_told_to_who_reads_it_only(cast: Cast) -> None:
    record = brought_to(cast, "in_inventory")
    with_machine(actor=cast.commander.actor, record=sheet_of(record), at=cast.at, m1="no")
    stranger = cast.outsider.actor
    assert told(stranger, record, cast.at).content == {}
    assert "You do not read the sheet" in words(answers.answers(told(stranger, record, cast.at)))
    assert "Guarded?" in words(answers.answers(told(cast.commander.actor, record, cast.at)))


def test_report_of_a_frozen_assessment_reads_alike_when_its_copy_is_all_there_is(
    cast: Cast,
) -> None:
    record = brought_to(cast, "in_force")
    before = words(answers.answers(told(cast.soldier.actor, record, cast.at)))
    sheet = sheet_of(record)
    type(sheet).objects.for_system(reason="own sheet").filter(pk=sheet.pk).update(
        version="9.9.9", instrument="gone"
    )
    tells = told(cast.soldier.actor, record, cast.at)
    assert tells.is_frozen
    assert words(answers.answers(tells)) == before
    assert "Workshop 2.1.0" in words(front.front(tells))


def test_more_answers_and_findings_ask_no_more_questions(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    first = findings_of(record)[0]

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            tells = told(cast.commander.actor, record, cast.at)
            for part in PAPERS["report_rie"].parts.values():
                list(part(tells))
        return len(found)

    asked()
    before = asked()
    for nth in range(5):
        [served] = served_meant(cast.commander.actor, first.risk_ref)
        more = {**MEASURE, "title": f"Nog een {nth}"}
        propose_measure(actor=cast.commander.actor, serves=served, fields=more, at=cast.at)
    assert asked() == before
    assert before <= 30


def test_report_as_pdf_and_docx_says_the_same_under_the_same_headings(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    reader = PdfReader(io.BytesIO(made(cast, record, "report_rie", "pdf", "soldier")))
    assert reader.metadata is not None
    assert reader.metadata.title == "RI&E report: RI&E herstelwerkplaats"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    file = docx.Document(io.BytesIO(made(cast, record, "report_rie", "docx", "soldier")))
    heads = [one.text for one in file.paragraphs if one.style and one.style.name == "Heading 1"]
    marked = [one.title for one in reader.outline[1] if not isinstance(one, list)]  # type: ignore[union-attr]
    assert [str(one) for one in marked] == heads
    assert heads[:3] == ["Who made it", "How to read this", "The outcome in numbers"]
    assert heads[-2:] == ["Plan of action", "About this file"]


def test_plan_as_spreadsheet_keeps_formulas_and_signs_out(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    [one] = findings_of(record)
    [served] = served_meant(cast.commander.actor, one.risk_ref)
    fields = {**MEASURE, "title": "=1+1", "description": "twee\x0bdrie"}
    found = propose_measure(actor=cast.commander.actor, serves=served, fields=fields, at=cast.at)
    rows = type(found).objects.for_system(reason="trail").filter(pk=found.pk)
    rows.update(budget_cents=125050, due_on=date(2026, 9, 1))
    book = Book(made(cast, record, "action_plan", "xlsx"))
    told_of_it = [[text for _kind, text in row] for row in book.rows()]
    assert told_of_it[0][:3] == ["Reference", "Measure", "How"]
    assert "=1+1" in told_of_it[1] + told_of_it[2]
    assert "tweedrie" in told_of_it[1] + told_of_it[2]
    assert "1250.5" in told_of_it[1] + told_of_it[2]
    assert book.formulas() == 0


def test_paper_is_taken_by_who_reads_it_marked_and_written_down(
    cast: Cast, client_of: Clients
) -> None:
    record = brought_to(cast, "approved")
    place = f"/rie/{record.ref}/stuk"
    asked = {"paper": "report_rie.docx"}
    soldier = client_of("soldier")
    assert soldier.post(place, asked).status_code == 403
    step(cast.commander.actor, record, "sign", cast.at)
    assert f'action="{place}"' in soldier.get(f"/rie/{record.ref}").content.decode()
    answered = soldier.post(place, asked)
    assert answered.status_code == 200
    named = answered.headers["Content-Disposition"]
    assert named == (
        f'attachment; filename="{record.ref.lower()}_rie-report_2026-03-10_normal_personal-data.docx"'
    )
    run = ExportRun.objects.get()
    assert (run.kind, run.format, run.person) == ("report_rie", "docx", cast.soldier.person.id)
    assert client_of("outsider").post(place, asked).status_code == 404
    assert soldier.get(place).status_code == 302


@pytest.mark.parametrize("paper", ["", "report_rie", "report_rie.xlsx", "secret.pdf", "../x.docx"])
def test_paper_that_does_not_exist_leads_back_with_a_sentence(
    cast: Cast, client_of: Clients, paper: str
) -> None:
    record = assessment_in(unit=cast.company, state="in_force", at=cast.at)
    client = client_of("commander")
    answered = client.post(f"/rie/{record.ref}/stuk", {"paper": paper}, follow=True)
    assert "paper" in answered.content.decode()
    assert answered.redirect_chain == [(f"/rie/{record.ref}", 302)]


def test_paper_of_a_closely_held_assessment_needs_a_purpose(cast: Cast) -> None:
    record = assessment_in(unit=cast.company, state="in_force", at=cast.at, confidentiality=1)
    actor = cast.commander.actor
    holder = person_with_id(actor.person)
    order = Order("action_plan", "xlsx", "", "en", ADDRESS)
    with pytest.raises(FieldsRefused):
        make_paper(actor=actor, holder=holder, record=record, order=order, at=cast.at)
    with pytest.raises(AccessDenied):
        make_paper(actor=actor, holder=None, record=record, order=order, at=cast.at)


def test_paper_is_taken_over_http(cast: Cast) -> None:
    record = brought_to(cast, "in_force")
    program, place = caller(cast, "soldier"), f"/assessments/{record.ref}/papers"
    answered = program.post(place, {"paper": "action_plan", "format": "xlsx"})
    assert answered.status_code == 200, answered.content
    assert answered.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert program.post(place, {"paper": "brief_card", "format": "xlsx"}).status_code == 400
    assert program.post(place, {"paper": "secret"}).status_code == 400
    assert caller(cast, "outsider").post(place, {}).status_code == 404


def test_layout_of_the_organisation_counts_and_a_wrong_one_gives_way_with_a_sentence(
    cast: Cast, client_of: Clients, tmp_path: Path, settings: Any
) -> None:
    settings.LAYOUTS_FOLDER = tmp_path
    record = brought_to(cast, "in_force")
    own = PAPERS["action_plan"].shipped.read_text(encoding="utf-8")
    file = tmp_path / "action_plan.yaml"
    file.write_text(own.replace("en: Measures", "en: 'What {unit} does'"), encoding="utf-8")
    assert "What Eenheid COMPANY does" in pdf_text(made(cast, record, "action_plan", "pdf"))
    file.write_text(own.replace("id: plan", "id: plans"), encoding="utf-8")
    assert "Vaste afscherming" in pdf_text(made(cast, record, "action_plan", "pdf"))
    [said] = layout_problems("en")[:1]
    assert said.startswith("action_plan.yaml, line ")
    assert "did you mean plan?" in client_of("commander").get(f"/rie/{record.ref}").content.decode()
    assert "did you mean" not in client_of("soldier").get(f"/rie/{record.ref}").content.decode()


def test_layouts_that_come_along_are_whole_and_hold_every_part() -> None:
    assert layout_problems("en") == []
    for one in PAPERS.values():
        text = one.shipped.read_text(encoding="utf-8")
        assert [code for code in one.parts if f"id: {code}\n" not in text] == []
