"""The conversation: both sides, also nobody; names of handlers shown, never the reporter's."""

from __future__ import annotations

import pytest

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import AccessDenied
from baken.core.events.models import OutboxEvent
from baken.core.files.store import files_of
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.add_file import add_file
from baken.rooms.reports.actions.add_occurrence_file import add_occurrence_file
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.actions.tell_reporters import tell_reporters
from baken.rooms.reports.models import Message, Report
from baken.rooms.reports.queries.conversation import messages_of, messages_of_reports
from baken.rooms.reports.tests.acts import (
    fresh,
    holder_of,
    occurrence_of,
    said_in,
    send,
    send_anonymous,
    step,
    steps_of,
    triage,
)
from baken.rooms.reports.tests.factories import PNG, make_occurrence, make_report


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report that the soldier just sent, about the company."""
    return send(cast.soldier, at=cast.at).report


def say(who: object, report: Report, text: str = "Waar precies?") -> Message:
    return send_message(
        actor=who.actor,  # type: ignore[attr-defined]
        report=report,
        text=text,
        at=who.at,  # type: ignore[attr-defined]
    )


def test_message_of_the_handler_bears_their_name(cast: Cast, report: Report) -> None:
    say(cast.safety_adviser, report)
    (said,) = messages_of(report)
    assert (said.side, said.by, said.text) == ("handler", "Speler safety_adviser", "Waar precies?")


@pytest.mark.parametrize("identity", ["named", "confidential"])
def test_message_of_the_reporter_bears_no_name(cast: Cast, identity: str) -> None:
    report = send(cast.soldier, at=cast.at, identity=identity).report
    say(cast.soldier, report, "Bij de deur.")
    (said,) = messages_of(report)
    assert (said.side, said.by, said.whole_day) == ("reporter", "", False)
    assert Message.objects.of(report).get().author is None


def test_message_by_code_tells_the_day_alone(cast: Cast) -> None:
    sent = send_anonymous(cast)
    holder = holder_of(sent.receipt)
    send_message(actor=holder, report=sent.report, text="Bij de deur.", at=cast.at)
    (said,) = messages_of(sent.report)
    assert (said.by, said.whole_day) == ("", True)
    assert said.at == clock.start_of_day(clock.local_date(cast.at))


def test_message_stands_in_the_trail_and_touches_the_report(cast: Cast, report: Report) -> None:
    say(cast.safety_adviser, report)
    last = steps_of(report)[-1]
    assert (last.code, last.words["message"]) == (
        "reports.report.message_by_handler",
        "Waar precies?",
    )
    assert fresh(report).touched_at == cast.at
    assert fresh(report).state == "received"


@pytest.mark.parametrize(("who", "told"), [("soldier", "handlers"), ("safety_adviser", "reporter")])
def test_message_is_news_for_the_other_side(
    cast: Cast, report: Report, who: str, told: str
) -> None:
    say(cast.members[who], report)
    last = OutboxEvent.objects.order_by("number").filter(payload__step="message").get()
    assert last.payload["notice"] == told


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 50_001, "nul\x00"])
def test_message_that_is_no_text_is_refused(cast: Cast, report: Report, text: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        say(cast.safety_adviser, report, text)
    assert list(refused.value.errors) == ["text"]
    assert said_in(report) == []


@pytest.mark.parametrize("who", ["team_leader", "outsider", "former_holder", "functional_admin"])
def test_message_of_somebody_else_is_denied(cast: Cast, report: Report, who: str) -> None:
    with pytest.raises(AccessDenied):
        say(cast.members[who], report)
    assert said_in(report) == []


def test_reporter_name_appears_nowhere_in_trail_or_messages(cast: Cast, report: Report) -> None:
    say(cast.soldier, report, "Bij de deur.")
    add_file(actor=cast.soldier.actor, report=report, file=PNG, at=cast.at)
    triage(cast, report)
    step(cast.safety_adviser, report, "answer", at=cast.at, answer="Gedaan.")
    step(cast.soldier, report, "not_solved", at=cast.at, reason="Nee.")

    person = cast.soldier.person
    told = " ".join(f"{one.words}{one.facts}{one.actor}" for one in steps_of(report))
    told += " ".join(str(one.__dict__) for one in Message.objects.of(report))
    told += " ".join(str(one.__dict__) for one in files_of(report))
    assert [word for word in (person.name, str(person.id), person.ref) if word in told] == []
    assert "Speler safety_adviser" in told


def test_messages_are_shown_oldest_first_and_the_newest_kept(
    cast: Cast, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(3):
        at = cast.at.replace(minute=place)
        send_message(actor=cast.safety_adviser.actor, report=report, text=f"{place}", at=at)
    assert [said.text for said in messages_of(report)] == ["0", "1", "2"]


def test_messages_of_reports_are_told_apart(cast: Cast, report: Report) -> None:
    other = send(cast.team_leader, at=cast.at).report
    say(cast.safety_adviser, report, "een")
    say(cast.commander, other, "twee")
    told = {(one.ref, said.text, said.by) for one, said in messages_of_reports([report, other])}
    assert told == {
        (report.ref, "een", "Speler safety_adviser"),
        (other.ref, "twee", "Speler commander"),
    }


# ---- telling everybody who reported the same ----


def test_tell_reporters_reaches_each_of_them(cast: Cast, report: Report) -> None:
    triage(cast, report)
    occurrence = occurrence_of(report)
    second = make_report(unit=cast.company, state="in_handling", at=cast.at, occurrence=occurrence)

    told = tell_reporters(
        actor=cast.safety_adviser.actor, occurrence=occurrence, text="Monteur komt.", at=cast.at
    )

    assert {one.ref for one, _ in told} == {report.ref, second.ref}
    assert said_in(report) == said_in(second) == [("handler", "message", "Monteur komt.")]


def test_tell_reporters_leaves_ones_own_report_out(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    key = cast.safety_adviser.actor.own_key
    make_report(
        unit=cast.company, state="in_handling", at=cast.at, occurrence=occurrence, reporter_key=key
    )
    member = cast.add("both", ("employee", "COMPANY", None), ("safety_adviser", "BATTALION", None))
    own = send(member, at=cast.at).report
    step(cast.safety_adviser, own, "triage", at=cast.at, occurrence=occurrence.ref)

    told = tell_reporters(actor=member.actor, occurrence=occurrence, text="Komt.", at=cast.at)

    assert own.ref not in [one.ref for one, _ in told]
    assert len(told) == 1


def test_tell_reporters_without_any_to_answer_is_denied(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    with pytest.raises(AccessDenied):
        tell_reporters(
            actor=cast.safety_adviser.actor, occurrence=occurrence, text="Komt.", at=cast.at
        )


# ---- files beside the conversation ----


def test_file_of_the_reporter_bears_no_name(cast: Cast, report: Report) -> None:
    stored = add_file(actor=cast.soldier.actor, report=report, file=PNG, at=cast.at)
    assert stored.added_by is None
    assert steps_of(report)[-1].words == {"file": "foto.png"}


def test_file_of_the_handler_bears_their_name(cast: Cast, report: Report) -> None:
    stored = add_file(actor=cast.safety_adviser.actor, report=report, file=PNG, at=cast.at)
    assert stored.added_by == cast.safety_adviser.person.id


def test_file_twice_is_one_file_and_one_step(cast: Cast, report: Report) -> None:
    for _ in range(2):
        add_file(actor=cast.soldier.actor, report=report, file=PNG, at=cast.at)
    assert (files_of(report).count(), len(steps_of(report))) == (1, 2)


def test_file_of_somebody_who_only_reads_is_denied(cast: Cast, report: Report) -> None:
    with pytest.raises(AccessDenied):
        add_file(actor=cast.team_leader.actor, report=report, file=PNG, at=cast.at)
    assert files_of(report).count() == 0


def test_occurrence_file_twice_is_one_file_and_one_step(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    for _ in range(2):
        add_occurrence_file(actor=cast.commander.actor, record=occurrence, file=PNG, at=cast.at)
    assert files_of(occurrence).count() == 1
    assert [one.code for one in steps_of(occurrence)][1:] == ["reports.occurrence.file_added"]


def test_occurrence_file_of_somebody_who_only_reads_is_denied(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    with pytest.raises(AccessDenied):
        add_occurrence_file(actor=cast.team_leader.actor, record=occurrence, file=PNG, at=cast.at)
