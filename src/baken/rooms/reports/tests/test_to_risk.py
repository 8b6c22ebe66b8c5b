"""From a report or an occurrence to the register of risks, and back to whoever told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied, Confidentiality
from baken.core.links.registry import linked_records
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.register.actions.attach import weigh_again
from baken.rooms.register.queries.told import how_it_stands
from baken.rooms.register.tests.factories import DESCRIBED, make_risk, make_risk_in
from baken.rooms.register.workflow import RISK
from baken.rooms.reports.actions.to_risk import attach_to_risk, state_risk
from baken.rooms.reports.models import OccurrenceCode
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.queries.to_risk import first_values
from baken.rooms.reports.rules.to_risk import why_no_risk
from baken.rooms.reports.tests.acts import send, step
from baken.rooms.reports.tests.factories import make_occurrence, make_report

Clients = Callable[[str], Client]
SENT = {**DESCRIBED, "unit": "COMPANY", "key": "een", "scoring_model": ""}
TRIAGE = {
    "title": "Koepel draaide",
    "summary": "Een koepel draaide onverwacht.",
    "kind": "near_miss",
    "category": "1",
    "actual_severity": "0",
    "potential_severity": "4",
    "subjects": ["other"],
}


def risk_of(cast: Cast, record: Any, **fields: Any) -> Any:
    """A risk that the safety adviser states from a record."""
    return state_risk(
        actor=cast.safety_adviser.actor,
        record=record,
        unit=tree().by_id[cast.company.pk],
        fields={**DESCRIBED, **fields},
        at=cast.at,
        model="",
    )


@pytest.mark.parametrize(
    ("is_report", "state", "embargo", "why"),
    [
        (True, "received", False, ""),
        (True, "acknowledged", False, ""),
        (True, "in_handling", False, "risk_by_occurrence"),
        (True, "received", True, "embargo_goes_on"),
        (False, "triaged", False, ""),
        (False, "closed", False, ""),
        (False, "merged", False, "risk_by_target"),
        (False, "triaged", True, "embargo_goes_on"),
    ],
)
def test_why_no_risk(is_report: bool, state: str, embargo: bool, why: str) -> None:
    assert why_no_risk(is_report=is_report, state=state, under_embargo=embargo) == why


def test_hazard_of_a_subject_is_one_that_there_is() -> None:
    named = {
        item.extra["hazard"] for item in code_list("subjects").values() if item.extra["hazard"]
    }
    assert named
    assert named <= set(code_list("hazards"))


# ---- stating one ----


def test_form_from_an_occurrence_is_filled_in_beforehand(cast: Cast, client_of: Clients) -> None:
    occurrence = make_occurrence(
        unit=cast.company, at=cast.at, summary="Te veel lawaai.", context="exercise"
    )
    OccurrenceCode.objects.create(record=occurrence, scheme="subject", code="noise")
    form = client_of("safety_adviser").get(f"/voorvallen/{occurrence.ref}/risico").context["form"]
    assert {n: form[n].value() for n in ("unit", "scenario", "context", "hazard", "title")} == {
        "unit": "COMPANY",
        "scenario": "Te veel lawaai.",
        "context": "exercise",
        "hazard": "physical.noise",
        "title": None,
    }


def test_two_hazards_are_no_proposal(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    for code in ("noise", "laser"):
        OccurrenceCode.objects.create(record=occurrence, scheme="subject", code=code)
    assert "hazard" not in first_values(occurrence)


def test_risk_from_an_occurrence_is_stated_once_and_tied(cast: Cast, client_of: Clients) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at, confidentiality=1)
    client = client_of("safety_adviser")
    address = f"/voorvallen/{occurrence.ref}/risico"
    first, again = (client.post(address, SENT) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    [(relation, risk)] = linked_records(occurrence, cast.safety_adviser.actor)
    assert (relation, risk.confidentiality) == ("originates", Confidentiality.SENSITIVE)
    text = client.get(f"/voorvallen/{occurrence.ref}").content.decode()
    assert risk.ref in text
    assert occurrence.ref in client.get(f"/risicos/{risk.ref}").content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("safety_adviser", 200), ("commander", 200), ("soldier", 404), ("outsider", 404)],
)
def test_form_from_an_occurrence_is_for_who_reads_it_in_full(
    cast: Cast, client_of: Clients, who: str, status: int
) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    assert client_of(who).get(f"/voorvallen/{occurrence.ref}/risico").status_code == status


def test_form_from_a_report_shows_the_story_and_copies_none_of_it(
    cast: Cast, client_of: Clients
) -> None:
    report = make_report(unit=cast.company, at=cast.at, story="Jansen viel bijna.")
    answer = client_of("safety_adviser").get(f"/meldingen/{report.ref}/risico")
    assert "Jansen viel bijna." in answer.content.decode()
    assert answer.context["form"]["scenario"].value() is None
    assert client_of("commander").get(f"/meldingen/{report.ref}/risico").status_code == 403


def test_report_that_was_triaged_is_told_by_its_occurrence(cast: Cast, client_of: Clients) -> None:
    report = make_report(unit=cast.company, at=cast.at, state="in_handling")
    with pytest.raises(StepRefused):
        risk_of(cast, report)
    answer = client_of("safety_adviser").post(f"/meldingen/{report.ref}/risico", SENT)
    assert answer.status_code == 400
    assert "State the risk from the occurrence" in answer.content.decode()


def test_button_stands_where_one_may(cast: Cast, client_of: Clients) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    report = make_report(unit=cast.company, at=cast.at)
    for address, who, there in (
        (f"/voorvallen/{occurrence.ref}", "safety_adviser", True),
        (f"/meldingen/{report.ref}", "safety_adviser", True),
        (f"/meldingen/{report.ref}", "commander", False),
    ):
        text = client_of(who).get(address).content.decode()
        assert (f"{address}/risico" in text) == there


def test_nothing_becomes_a_risk_under_an_embargo(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at, embargo_at=cast.at)
    with pytest.raises((StepRefused, AccessDenied)):
        risk_of(cast, occurrence)


# ---- adding to one that is known ----


def test_occurrence_is_added_to_a_risk_that_looks_like_it(cast: Cast, client_of: Clients) -> None:
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    occurrence = make_occurrence(unit=cast.company, at=cast.at, title="Beknelling koepel romp")
    client = client_of("safety_adviser")
    address = f"/voorvallen/{occurrence.ref}/risico/bij"
    [known] = client.get(address).context["known"]
    assert (known.risk, known.reasons) == (risk, ("words", "unit"))
    text = client.get(f"/voorvallen/{occurrence.ref}/risico").content.decode()
    assert f">{risk.ref}</a> {risk.title}" in text

    assert client.post(address, {"risk": risk.ref.lower()}).status_code == 302
    assert list(linked_records(occurrence, cast.safety_adviser.actor)) == [("attached_to", risk)]


def test_occurrence_is_added_to_no_risk_out_of_reach(cast: Cast, client_of: Clients) -> None:
    risk = make_risk(actor=cast.outsider.actor, unit=cast.squadron, at=cast.at)
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    with pytest.raises(FieldsRefused):
        attach_to_risk(
            actor=cast.safety_adviser.actor, occurrence=occurrence, risk=risk.ref, at=cast.at
        )
    address = f"/voorvallen/{occurrence.ref}/risico/bij"
    answer = client_of("safety_adviser").post(address, {"risk": risk.ref})
    assert answer.status_code == 400
    assert "There is no risk with this number" in answer.content.decode()


def test_adding_is_for_who_handles_the_occurrence(cast: Cast, client_of: Clients) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    address = f"/voorvallen/{occurrence.ref}/risico/bij"
    assert client_of("team_leader").get(address).status_code == 403
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    body = {"risk": risk.ref}
    api = f"/api/v1/occurrences/{occurrence.ref}/known-risks"
    refused = client_of("team_leader").post(api, body, content_type="application/json")
    assert refused.status_code == 403


def test_risk_and_what_belongs_to_it_over_http(cast: Cast, client_of: Clients) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at, title="Beknelling koepel")
    client, place = client_of("safety_adviser"), f"/api/v1/occurrences/{occurrence.ref}"
    body = {**DESCRIBED, "exposed": 88, "unit": "COMPANY"}
    made = client.post(f"{place}/risk", body, content_type="application/json")
    assert made.status_code == 201
    assert client.get(f"{place}/known-risks").json()["items"] == []
    ref = make_risk(actor=cast.commander.actor, unit=cast.company, at=cast.at).ref
    [known] = client.get(f"{place}/known-risks").json()["items"]
    assert known["risk"] == ref
    added = client.post(f"{place}/known-risks", {"risk": ref}, content_type="application/json")
    assert added.json() == {"occurrence": occurrence.ref, "risk": ref, "state": "identified"}
    report = make_report(unit=cast.company, at=cast.at)
    place = f"/api/v1/reports/{report.ref}/risk"
    made = client.post(place, body, content_type="application/json")
    assert made.status_code == 201
    soldier = client_of("soldier").post(place, body, content_type="application/json")
    assert soldier.status_code == 404


def test_occurrence_that_turns_out_severe_is_weighed_again_once(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    adviser = cast.safety_adviser
    risk = make_risk_in(unit=cast.company, state="accepted", at=cast.at)
    report = send(cast.soldier, at=cast.at).report
    step(adviser, report, "triage", at=cast.at, **{**TRIAGE, "potential_severity": "2"})
    report.refresh_from_db()
    given = {"occurrence": report.occurrence, "risk": risk.ref}
    assert attach_to_risk(actor=adviser.actor, at=cast.at, **given).state == "accepted"

    step(adviser, report.occurrence, "classify", at=cast.at, potential_severity="4")
    deliver()

    risk.refresh_from_db()
    assert risk.state == "decision_pending"
    severity = {"record": report.occurrence, "severity": 4, "at": cast.at}
    assert (weigh_again(**severity), weigh_again(**severity | {"severity": None})) == (0, 0)


def test_occurrence_that_a_risk_came_from_brings_it_back_when_it_turns_out_severe(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    adviser = cast.safety_adviser
    report = send(cast.soldier, at=cast.at).report
    of_report = risk_of(cast, report)
    step(adviser, report, "triage", at=cast.at, **{**TRIAGE, "potential_severity": "3"})
    report.refresh_from_db()
    of_occurrence = risk_of(cast, report.occurrence)
    deliver()
    both = (
        type(of_report)
        .objects.for_system(reason="trail")
        .filter(pk__in=[of_report.pk, of_occurrence.pk])
    )
    both.update(state="accepted", current_class="high")

    step(adviser, report.occurrence, "classify", at=cast.at, potential_severity="3")
    deliver()
    assert {one.state for one in both} == {"accepted"}
    step(adviser, report.occurrence, "classify", at=cast.at, potential_severity="5")
    deliver()
    assert {one.state for one in both.all()} == {"decision_pending"}


# ---- what the reporter sees of it ----


def test_reporter_sees_that_it_became_a_risk_and_how_that_stands(
    cast: Cast, client_of: Clients
) -> None:
    report = send(cast.soldier, at=cast.at).report
    step(cast.safety_adviser, report, "triage", at=cast.at, **TRIAGE)
    report.refresh_from_db()
    risk = risk_of(cast, report.occurrence, title="Geheime titel")

    text = client_of("soldier").get(f"/meldingen/{report.ref}").content.decode()

    assert f"What you told became risk {risk.ref} in the register of risks." in text
    assert "Several people look at how grave it is." in text
    assert "Geheime titel" not in text


def test_journey_without_a_risk_tells_of_none(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report
    assert journey_of(report, cast.at).risks == ()


def test_every_state_of_a_risk_has_words_for_who_told_of_it() -> None:
    assert [state for state in RISK.states if not how_it_stands(state)] == []


@pytest.mark.parametrize("state", ["monitored", "closed"])
def test_reporter_is_told_nothing_that_may_be_untrue(state: str) -> None:
    """What is watched was perhaps only accepted; what is closed perhaps only has no activity any more."""
    with translation.override("en"):
        said = how_it_stands(state)
    assert "Something was done" not in said
    assert said in (
        "It stays under watch: when it gets worse, it is decided on anew.",
        "The risk is closed: the danger is gone, or the work with it has ended.",
    )
