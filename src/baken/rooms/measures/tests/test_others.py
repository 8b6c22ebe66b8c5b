"""What lies with somebody else: asked, answered, declined, and a level up when nobody answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.questions import InboxAsk
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.library.queries.measure_terms import measure_terms
from baken.rooms.measures.actions import act_on_measures
from baken.rooms.measures.answers import inbox_cards
from baken.rooms.measures.models import Measure, MeasureStep
from baken.rooms.measures.permits import READ
from baken.rooms.measures.tests.factories import FIELDS, act, decide, decided, propose, risk_of
from baken.rooms.org.queries import actor_for
from baken.rooms.org.tests.factories import make_account, make_person

pytestmark = pytest.mark.django_db
QUESTION = "Kunnen jullie de vergrendeling monteren?"
CLOCK = system_actor("clock")


def asked(cast: Cast) -> Measure:
    """A measure of the company for which the squadron was asked."""
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    told = {"unit": "SQUADRON", "question": QUESTION}
    return act(record, cast.safety_adviser.actor, cast.at, "ask_unit", **told)


def is_read_by(record: Measure, cast: Cast, who: str) -> bool:
    rows = Measure.objects.visible_to(cast.members[who].actor, READ)
    return rows.filter(pk=record.pk).exists()


def refusal(record: Measure, cast: Cast, who: str, step: str, **fields: str) -> str:
    with pytest.raises(StepRefused) as no:
        act(record, cast.members[who].actor, cast.at, step, **fields)
    return no.value.refusals[0].code


def test_unit_that_is_asked_reads_the_measure_and_acts_on_it(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    assert not is_read_by(record, cast, "outsider")
    told = {"unit": "SQUADRON", "question": QUESTION}
    fresh = act(record, cast.safety_adviser.actor, cast.at, "ask_unit", **told)
    assert is_read_by(fresh, cast, "outsider")
    assert (fresh.power, fresh.owner_unit_id) == ("other", cast.squadron.pk)
    assert fresh.answer_due_at is not None
    assert is_read_by(fresh, cast, "safety_adviser")


def test_asking_a_second_unit_before_the_first_answered_is_refused(cast: Cast) -> None:
    record = asked(cast)
    told = {"unit": "BATTALION", "question": QUESTION}
    assert refusal(record, cast, "safety_adviser", "ask_unit", **told) == "asked_already"


@pytest.mark.parametrize("unit", ["NOWHERE", "COMPANY"])
def test_unit_that_is_none_or_acts_already_is_not_asked(cast: Cast, unit: str) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    told = {"unit": unit, "question": QUESTION}
    with pytest.raises(FieldsRefused) as no:
        act(record, cast.safety_adviser.actor, cast.at, "ask_unit", **told)
    assert list(no.value.errors) == ["unit"]


def test_nothing_goes_on_before_there_is_an_answer(cast: Cast) -> None:
    record = asked(cast)
    told = {"owner": str(cast.outsider.person.id), "authority_confirmed": "true"}
    told["due_on"] = "2026-05-01"
    assert refusal(record, cast, "commander", "decide", **told) == "waits_for_answer"


def test_who_asked_does_not_answer_for_whom_was_asked(cast: Cast) -> None:
    record = asked(cast)
    code = refusal(record, cast, "safety_adviser", "accept", answer="Ja hoor.")
    assert code == "answers_another"


def test_accepted_measure_is_decided_on_with_an_owner_of_the_unit_that_acts(cast: Cast) -> None:
    record = act(asked(cast), cast.outsider.actor, cast.at, "accept", answer="Doen wij.")
    assert (record.answer, record.answered_by) == ("accepted", cast.outsider.person.id)
    assert (record.answer_due_at, record.owner_unit_id) == (None, cast.squadron.pk)
    fresh = decide(record, cast, cast.at, owner="outsider")
    assert fresh.owner_post == "commander SQUADRON"


def test_declined_measure_comes_back_with_the_reason(cast: Cast) -> None:
    record = act(asked(cast), cast.outsider.actor, cast.at, "decline", reason="Geen monteurs.")
    assert (record.answer, record.owner_unit_id) == ("declined", None)
    assert not is_read_by(record, cast, "outsider")
    again = {"unit": "BATTALION", "question": QUESTION}
    fresh = act(record, cast.safety_adviser.actor, cast.at, "ask_unit", **again)
    assert (fresh.answer, fresh.owner_unit_id) == ("", cast.battalion.pk)


def test_declined_measure_is_decided_on_to_be_done_by_the_unit_itself(cast: Cast) -> None:
    record = act(asked(cast), cast.outsider.actor, cast.at, "decline", reason="Geen monteurs.")
    fresh = decide(record, cast, cast.at)
    assert (fresh.state, fresh.power, fresh.answer, fresh.asked_at) == ("decided", "own", "", None)
    assert act(fresh, cast.team_leader.actor, cast.at, "start").state == "in_progress"


def asked_while_running(cast: Cast) -> Measure:
    """A measure that was decided on, for which the squadron was asked since."""
    told = {"unit": "SQUADRON", "question": QUESTION}
    return act(decided(cast, cast.at), cast.safety_adviser.actor, cast.at, "ask_unit", **told)


def test_running_measure_that_was_declined_goes_on_after_an_owner_is_named_or_it_is_proposed_anew(
    cast: Cast,
) -> None:
    record = asked_while_running(cast)
    record = act(record, cast.outsider.actor, cast.at, "decline", reason="Geen monteurs.")
    assert refusal(record, cast, "team_leader", "start") == "declined"
    told = {"owner": str(cast.team_leader.person.id), "authority_confirmed": "true"}
    fresh = act(record, cast.commander.actor, cast.at, "own", **told)
    assert act(fresh, cast.team_leader.actor, cast.at, "start").power == "own"


def test_declined_measure_that_is_proposed_anew_is_the_units_own_again(cast: Cast) -> None:
    record = asked_while_running(cast)
    record = act(record, cast.outsider.actor, cast.at, "decline", reason="Geen monteurs.")
    fresh = act(record, cast.safety_adviser.actor, cast.at, "revise", reason="Zelf doen.")
    assert (fresh.power, fresh.answer, fresh.asked_unit_id) == ("own", "", None)


def test_running_measure_that_another_unit_accepts_waits_for_an_owner_of_that_unit(
    cast: Cast,
) -> None:
    record = asked_while_running(cast)
    record = act(record, cast.outsider.actor, cast.at, "accept", answer="Doen wij.")
    assert (record.owner, record.owner_key, record.owner_post) == (None, None, "")
    assert (record.authority_confirmed_at, record.authority_confirmed_by) == (None, None)
    assert refusal(record, cast, "outsider", "start") == "no_owner"
    [card] = inbox_cards(InboxAsk(actor=cast.outsider.actor, at=cast.at))
    assert (card.ref, card.url) == (record.ref, reverse("measures:step", args=[record.ref, "own"]))
    assert list(inbox_cards(InboxAsk(actor=cast.team_leader.actor, at=cast.at))) == []
    told = {"owner": str(cast.outsider.person.id), "authority_confirmed": "true"}
    fresh = act(record, cast.outsider.actor, cast.at, "own", **told)
    assert act(fresh, cast.outsider.actor, cast.at, "start").state == "in_progress"


def test_measure_in_progress_that_another_unit_accepts_is_not_done_without_an_owner(
    cast: Cast,
) -> None:
    record = act(decided(cast, cast.at), cast.team_leader.actor, cast.at, "start")
    told = {"unit": "SQUADRON", "question": QUESTION}
    record = act(record, cast.safety_adviser.actor, cast.at, "ask_unit", **told)
    record = act(record, cast.outsider.actor, cast.at, "accept", answer="Doen wij.")
    assert refusal(record, cast, "outsider", "implement", done="Klaar.") == "no_owner"


def test_measure_that_a_party_accepts_keeps_its_owner(cast: Cast) -> None:
    told = {"party": "Rijksvastgoedbedrijf", "question": QUESTION}
    record = act(decided(cast, cast.at), cast.safety_adviser.actor, cast.at, "ask_party", **told)
    fresh = act(record, cast.safety_adviser.actor, cast.at, "accept", answer="Ja.")
    assert fresh.owner == cast.team_leader.person.id


KEPT = ("title", "description", "interim", "owner", "verifier", "due_on", "due_at", "decided_by")


def test_refusal_and_another_owner_leave_what_was_said_and_agreed(cast: Cast) -> None:
    due = {"due_on": "2026-05-01", "verifier": str(cast.safety_adviser.person.id)}
    told = {"owner": str(cast.team_leader.person.id), "authority_confirmed": "true"}
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, interim="Slot.")
    before = act(record, cast.commander.actor, cast.at, "decide", **told, **due)
    ask = {"unit": "SQUADRON", "question": QUESTION}
    record = act(before, cast.safety_adviser.actor, cast.at, "ask_unit", **ask)
    record = act(record, cast.outsider.actor, cast.at, "decline", reason="Geen monteurs.")
    assert {name: getattr(record, name) for name in KEPT} == {
        name: getattr(before, name) for name in KEPT
    }
    told["owner"] = str(cast.commander.person.id)
    record = act(record, cast.commander.actor, cast.at, "own", **told)
    assert (record.verifier, record.interim) == (before.verifier, "Slot.")
    said = {
        code: words for code, words in MeasureStep.objects.of(record).values_list("code", "words")
    }
    assert said["measures.measure.unit_asked"]["question"] == QUESTION
    assert said["measures.measure.declined"]["answer"] == "Geen monteurs."
    assert said["measures.measure.decided"]["owner"] == str(cast.team_leader.person.id)
    assert said["measures.measure.decided"]["verifier"] == due["verifier"]


def held_by_logistics(cast: Cast) -> Measure:
    """A measure of the company on which the squadron, where the outsider commands, acts already."""
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(owner_unit=cast.squadron)
    record.refresh_from_db()
    return record


def test_declined_measure_comes_back_to_the_unit_that_acted_before(cast: Cast) -> None:
    cast.add("battalion_adviser", ("safety_adviser", "BATTALION", None))
    record = held_by_logistics(cast)
    told = {"unit": "BATTALION", "question": QUESTION}
    record = act(record, cast.safety_adviser.actor, cast.at, "ask_unit", **told)
    assert (record.owner_unit_id, record.asked_from_id) == (cast.battalion.pk, cast.squadron.pk)
    fresh = act(record, cast.battalion_adviser.actor, cast.at, "decline", reason="Nee.")
    assert (fresh.owner_unit_id, fresh.asked_from_id) == (cast.squadron.pk, None)


def test_unit_that_acts_for_another_does_not_ask_a_third(cast: Cast) -> None:
    record = held_by_logistics(cast)
    told = {"unit": "BATTALION", "question": QUESTION}
    assert refusal(record, cast, "outsider", "ask_unit", **told) == "not_its_unit"
    told = {"party": "Rijksvastgoedbedrijf", "question": QUESTION}
    assert refusal(record, cast, "outsider", "ask_party", **told) == "not_its_unit"


DUE = {"due_on": "2026-12-01", "reason": "Later."}
NAMED = {"authority_confirmed": "true"}
WHILE_ASKED: list[tuple[str, dict[str, str]]] = [
    ("own", NAMED),
    ("revise", {"reason": "Anders."}),
    ("postpone", DUE),
    ("cancel", {"reason": "Nee."}),
]


@pytest.mark.parametrize(("step", "told"), WHILE_ASKED)
def test_who_is_merely_asked_answers_and_does_nothing_else(
    cast: Cast, step: str, told: dict[str, str]
) -> None:
    cast.add("logistics_adviser", ("safety_adviser", "SQUADRON", None))
    record = asked_while_running(cast)
    who = "logistics_adviser" if step in ("revise", "postpone") else "outsider"
    assert refusal(record, cast, who, step, **told) == "answers_first"
    accepted = act(record, cast.outsider.actor, cast.at, "accept", answer="Doen wij.")
    assert accepted.answer == "accepted"


def test_who_is_merely_asked_neither_describes_a_proposal_nor_notes_how_far_work_is(
    cast: Cast,
) -> None:
    cast.add("logistics_adviser", ("safety_adviser", "SQUADRON", None))
    assert refusal(asked(cast), cast, "logistics_adviser", "describe", **FIELDS) == "answers_first"
    record = act(decided(cast, cast.at), cast.team_leader.actor, cast.at, "start")
    told = {"unit": "SQUADRON", "question": QUESTION}
    record = act(record, cast.safety_adviser.actor, cast.at, "ask_unit", **told)
    told = {"progress": "Bijna."}
    assert refusal(record, cast, "logistics_adviser", "note_progress", **told) == "answers_first"
    assert act(record, cast.team_leader.actor, cast.at, "note_progress", **told).state


def test_commander_to_whom_a_question_climbed_answers_and_does_nothing_else(cast: Cast) -> None:
    days = timedelta(days=2 * measure_terms().answer_days + 5)
    record = climbed(asked_while_running(cast), cast.at + days)
    account, posts = make_account("navy"), [("commander", record.owner_unit, None)]
    make_person("Zee", unit=record.owner_unit, account=account, at=cast.at, posts=posts)
    with pytest.raises(StepRefused) as no:
        act(record, actor_for(account, cast.at), cast.at, "cancel", reason="Nee.")
    assert no.value.refusals[0].code == "answers_first"


def test_unit_that_acts_goes_on_with_it_while_a_party_outside_is_asked(cast: Cast) -> None:
    record = held_by_logistics(cast)
    told = {"party": "Rijksvastgoedbedrijf", "question": QUESTION}
    record = act(record, cast.safety_adviser.actor, cast.at, "ask_party", **told)
    assert act(record, cast.outsider.actor, cast.at, "cancel", reason="Weg.").state == "cancelled"


def test_who_asked_gives_it_up_while_it_is_asked(cast: Cast) -> None:
    record = asked_while_running(cast)
    assert act(record, cast.commander.actor, cast.at, "cancel", reason="Weg.").state == "cancelled"


def test_answer_of_a_party_outside_is_written_down_by_who_manages_it(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    told = {"party": "Rijksvastgoedbedrijf", "question": QUESTION}
    record = act(record, cast.safety_adviser.actor, cast.at, "ask_party", **told)
    assert (record.asked_party, record.owner_unit_id) == ("Rijksvastgoedbedrijf", None)
    fresh = act(record, cast.safety_adviser.actor, cast.at, "decline", reason="Te duur.")
    assert fresh.answer == "declined"


def test_answer_of_a_party_outside_is_written_down_by_the_unit_that_acts_too(cast: Cast) -> None:
    told = {"party": "Rijksvastgoedbedrijf", "question": QUESTION}
    for who in ("outsider", "safety_adviser"):
        record = held_by_logistics(cast)
        record = act(record, cast.safety_adviser.actor, cast.at, "ask_party", **told)
        fresh = act(record, cast.members[who].actor, cast.at, "accept", answer="Ja.")
        assert fresh.answer == "accepted"


def test_question_to_a_party_that_nobody_answers_climbs_and_the_unit_keeps_acting(
    cast: Cast,
) -> None:
    told = {"party": "Rijksvastgoedbedrijf", "question": QUESTION}
    record = held_by_logistics(cast)
    record = act(record, cast.safety_adviser.actor, cast.at, "ask_party", **told)
    days = timedelta(days=2 * measure_terms().answer_days + 5)
    seen = []
    for nth in (1, 2):
        record = climbed(record, cast.at + nth * days)
        seen.append(record.asked_unit_id)
    assert seen == [cast.squadron.parent_id, cast.ministry.pk]
    assert record.owner_unit_id == cast.squadron.pk
    fresh = act(record, cast.outsider.actor, cast.at, "decline", reason="Te duur.")
    assert (fresh.owner_unit_id, fresh.answer) == (cast.squadron.pk, "declined")


def test_answer_when_nobody_was_asked_is_refused(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    assert refusal(record, cast, "safety_adviser", "accept", answer="Ja.") == "nobody_asked"


def climbed(record: Measure, at: datetime) -> Measure:
    act_on_measures(actor=CLOCK, at=at)
    record.refresh_from_db()
    return record


def test_question_that_nobody_answers_climbs_to_the_top_and_stays_there(cast: Cast) -> None:
    record = asked(cast)
    days = timedelta(days=2 * measure_terms().answer_days + 5)
    assert climbed(record, cast.at + timedelta(days=1)).climbs == 0
    first = climbed(record, cast.at + days)
    assert (first.climbs, first.owner_unit_id) == (1, cast.squadron.parent_id)
    assert first.answer_due_at is not None
    seen = [first.asked_unit_id]
    for nth in range(2, 8):
        record = climbed(record, cast.at + nth * days)
        seen.append(record.asked_unit_id)
    assert (record.asked_unit_id, record.answer_due_at) == (cast.ministry.pk, None)
    assert record.climbs == len(set(seen))


def test_answer_stops_the_clock(cast: Cast) -> None:
    record = act(asked(cast), cast.outsider.actor, cast.at, "accept", answer="Ja.")
    assert climbed(record, cast.at + timedelta(days=400)).climbs == 0
