"""What consultations answer to inbox, search, thread, unit picture and the end of a unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import Confidentiality
from baken.core.export.kinds import Ask
from baken.core.questions import InboxAsk, thread_nodes
from baken.core.threads import whole_thread
from baken.rooms.consultation import answers
from baken.rooms.consultation.exports import CONSULTATIONS
from baken.rooms.consultation.queries.bodies import councils_for
from baken.rooms.consultation.queries.subjects import (
    consultations_about,
    kind_of,
    may_ask_about,
    subject_to_ask,
    subjects_of,
)
from baken.rooms.consultation.queries.terms import TermsMistake, mistakes, terms
from baken.rooms.consultation.tests.bodies import (
    REPLY,
    answered,
    asked,
    councillor,
    drafted,
    later,
    take,
)
from baken.rooms.consultation.tests.factories import make_council
from baken.rooms.org.queries import tree
from baken.rooms.register.tests.factories import make_risk_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Everything is said in English."""
    with translation.override("en"):
        yield


def cards(actor: Any, at: Any) -> list[tuple[str, str]]:
    """Address and button of what waits for somebody."""
    return [(one.url, one.action) for one in answers.inbox_cards(InboxAsk(actor, at))]


def waits(actor: Any, at: Any) -> list[str]:
    """For whom somebody waits."""
    return [one.waiting_for for one in answers.waiting_cards(InboxAsk(actor, at))]


def test_inbox_leads_each_side_to_its_next_step(cast: Cast) -> None:
    member, commander = councillor(cast), cast.commander.actor
    record = drafted(cast)
    place = f"/raadplegingen/{record.ref}/stap"
    assert (cards(commander, cast.at), cards(member, cast.at)) == ([(f"{place}/ask", "Ask it")], [])
    record = take(record, "ask", commander, cast.at)
    assert (cards(commander, cast.at), cards(member, cast.at)) == (
        [],
        [(f"{place}/answer", "Answer it")],
    )
    assert waits(commander, cast.at) == ["Council BATTALION"]
    assert waits(cast.safety_adviser.actor, cast.at) == []
    late = later(cast, 31)
    assert cards(commander, late) == [(f"/raadplegingen/{record.ref}", "Look at it")]
    assert waits(commander, late) == []
    wanted = {"until_on": "2026-05-30", "reason": "Druk"}
    record = take(record, "ask_more_time", member, cast.at, **wanted)
    assert cards(commander, cast.at) == [(f"/raadplegingen/{record.ref}", "Look at it")]
    record = take(record, "answer", member, cast.at, outcome="negative", answer="Nee.")
    assert cards(commander, cast.at) == [(f"{place}/reply", "Reply")]
    record = take(record, "reply", commander, cast.at, **REPLY)
    assert cards(commander, cast.at) == [(f"{place}/close", "Close")]
    take(record, "close", commander, cast.at)
    assert (cards(commander, cast.at), cards(member, cast.at)) == ([], [])


def test_inbox_of_a_council_above_holds_nothing_of_another_council(cast: Cast) -> None:
    above = cast.add("above", ("council_member", "ARMY", None)).actor
    asked(cast)
    assert cards(above, cast.at) == []


def test_search_finds_by_words_and_reference_within_reach(cast: Cast) -> None:
    record = asked(cast, title="Sluiting van de keten")
    for text in ("keten", record.ref):
        found = answers.search_hits(cast.commander.actor, text, 5)
        assert [(one.ref, one.text) for one in found] == [(record.ref, "advice")]
        assert list(answers.search_hits(cast.outsider.actor, text, 5)) == []
        assert list(answers.search_hits(cast.soldier.actor, text, 5)) == []


def test_thread_tells_subject_and_steps_and_the_risk_tells_the_consultation(cast: Cast) -> None:
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    record, actor = (
        answered(cast, outcome="positive_with_conditions", risk=risk),
        cast.commander.actor,
    )
    said = {"condition": 1, "standing": "met", "how": "Zo."}
    record = take(record, "note_condition", actor, cast.at, **said)

    first, *steps = thread_nodes.ask(actor, record)
    assert (first.ref, first.relation) == (risk.ref, "asks about")
    assert [one.title for one in steps] == [
        "Note what became of a condition",
        "Answer it",
        "Ask it",
        "Consultation drafted",
    ]
    assert steps[0].text == "condition 1: met – Zo."
    assert [one.ref for one in thread_nodes.ask(actor, risk)].count(record.ref) == 1
    assert record.ref in {one.ref for one in whole_thread(actor, risk).points}


def test_thread_hides_the_subject_from_who_does_not_read_it(cast: Cast) -> None:
    record = asked(cast)
    nodes = thread_nodes.ask(councillor(cast), record)
    assert [one.kind for one in nodes] == ["step", "step"]
    assert subjects_of(councillor(cast), [record]) == {}
    assert subjects_of(cast.commander.actor, []) == {}


def test_subject_is_a_record_that_one_reads(cast: Cast) -> None:
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    found = subject_to_ask(cast.commander.actor, "risk", risk.ref.lower())
    assert found is not None
    assert (found.ref, found.title, kind_of(risk)) == (risk.ref, risk.title, "risk")
    for kind, ref in (("risk", " "), ("", risk.ref), ("occurrence", risk.ref), ("mood", "x")):
        assert subject_to_ask(cast.commander.actor, kind, ref) is None
    assert subject_to_ask(cast.outsider.actor, "risk", risk.ref) is None


def test_record_is_asked_about_by_who_asks_for_its_unit(cast: Cast) -> None:
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    assert may_ask_about(cast.commander.actor, risk)
    assert not may_ask_about(cast.outsider.actor, risk)
    risk.confidentiality = Confidentiality.RESTRICTED
    assert not may_ask_about(cast.commander.actor, risk)


def test_page_of_a_record_lists_what_was_asked_within_reach(cast: Cast) -> None:
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    first, second = asked(cast, risk=risk), drafted(cast, risk=risk)
    found = consultations_about(cast.commander.actor, risk)
    assert [one.ref for one in found] == [second.ref, first.ref]
    assert consultations_about(cast.outsider.actor, risk) == []


def test_unit_picture_counts_open_and_late_ones_and_unknown_elsewhere(cast: Cast) -> None:
    asked(cast)
    drafted(cast)
    unit, late = tree().by_code["BATTALION"], later(cast, 31)

    def figures(actor: Any, at: Any) -> list[int | None]:
        return [one.value for one in answers.unit_figures(actor, unit, at)]

    assert figures(cast.commander.actor, cast.at) == [2, 0]
    assert figures(cast.commander.actor, late) == [2, 1]
    assert figures(cast.outsider.actor, late) == [None, None]
    assert figures(cast.soldier.actor, late) == []


def test_unit_does_not_end_while_it_asks_or_is_asked(cast: Cast) -> None:
    make_council(cast.squadron)
    councillor(cast, "elsewhere", "SQUADRON")
    record = drafted(cast, council="MC-SQUADRON")

    def counts() -> list[int]:
        units = (cast.battalion, cast.squadron, cast.company)
        return [one.count for unit in units for one in answers.open_items(unit.pk)]

    assert counts() == [1, 0, 0]
    record = take(record, "ask", cast.commander.actor, cast.at)
    assert counts() == [1, 1, 0]
    take(record, "withdraw", cast.commander.actor, cast.at, reason="Vervallen")
    assert counts() == [0, 0, 0]


def test_councils_of_the_own_line_come_first(cast: Cast) -> None:
    for unit in (cast.squadron, cast.army, cast.company):
        make_council(unit)
    found = [code for code, _name in councils_for(tree().by_code["COMPANY"])]
    assert found == ["MC-COMPANY", "MC-ARMY", "MC-SQUADRON"]
    assert len(councils_for(None)) == 3


def test_council_is_called_by_its_dutch_name_in_dutch(cast: Cast) -> None:
    make_council(cast.army)
    with translation.override("nl"):
        assert councils_for(None) == [("MC-ARMY", "Medezeggenschap ARMY")]


def test_file_holds_what_was_asked_and_answered_within_reach(cast: Cast) -> None:
    record = answered(cast, outcome="positive_with_conditions", kind="consent")
    source = CONSULTATIONS.source_of(cast.commander.actor)
    assert source is not None
    [row] = source.records(Ask(), Confidentiality.SENSITIVE)
    cells = {one.name: one.value(row) for one in source.columns}
    assert (cells["ref"], cells["body"], cells["consent"]) == (
        record.ref,
        "Council BATTALION",
        "given_with_conditions",
    )
    assert cells["conditions"].startswith("1. Een week inwerktijd (not yet noted)")
    council = cells["council"], cells["proposed_on"], cells["drafted_at"]
    assert council == ("MC-BATTALION", None, record.drafted_at)
    assert all(one.word(cells[one.name]) for one in source.columns if one.word and cells[one.name])
    assert CONSULTATIONS.source_of(cast.soldier.actor) is None
    elsewhere = CONSULTATIONS.source_of(cast.outsider.actor)
    assert elsewhere is not None
    assert list(elsewhere.records(Ask(), Confidentiality.SENSITIVE)) == []


def test_file_tells_of_a_condition_how_when_and_by_which_post_it_was_noted(cast: Cast) -> None:
    record = answered(cast, outcome="positive_with_conditions")
    said = {"condition": 1, "standing": "not_met", "how": "Geen mensen."}
    take(record, "note_condition", cast.commander.actor, cast.at, **said)
    source = CONSULTATIONS.source_of(cast.commander.actor)
    assert source is not None
    [row] = source.records(Ask(), Confidentiality.SENSITIVE)
    [cell] = [one.value(row) for one in source.columns if one.name == "conditions"]
    noted = "not met: Geen mensen. – Commander BATTALION, 2026-03-10"
    assert cell.splitlines()[0] == f"1. Een week inwerktijd ({noted})"


def test_file_names_no_council_where_a_unit_is_asked(cast: Cast) -> None:
    drafted(cast, council="", body_unit="ARMY")
    source = CONSULTATIONS.source_of(cast.commander.actor)
    assert source is not None
    [row] = source.records(Ask(), Confidentiality.SENSITIVE)
    assert [one.value(row) for one in source.columns if one.name == "council"] == [""]


def test_terms_of_the_data_file_are_whole() -> None:
    assert terms().answer == {"advice": 42, "consent": 42}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({}, "answer, field advice"),
        ({"answer": {"advice": 0, "consent": 1}, "shortest": 1, "reply": 1}, "field advice"),
        ({"answer": {"advice": True, "consent": 1}, "shortest": 1, "reply": 1}, "field advice"),
        ({"answer": {"advice": 1, "consent": 1, "x": 1}, "shortest": 1, "reply": 1}, "'x'"),
        ({"answer": {"advice": 1, "consent": 1}, "shortest": 400, "reply": 1}, "shortest"),
    ],
)
def test_terms_mistake_is_named(content: Any, word: str) -> None:
    assert word in " ".join(mistakes(content))


def test_terms_with_a_mistake_are_refused(tmp_path: Any) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("answer: {advice: 1}\n")
    with pytest.raises(TermsMistake, match=r"terms\.yaml"):
        terms(path)
