"""An occurrence shows something of a barrier: from its page to the notice of who carries the risk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.links.registry import linked_records
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.models import BarrierEvidence, BarrierSignal, BowTie, Risk
from baken.rooms.register.queries.barriers_of import barriers_of
from baken.rooms.register.tests.bow_ties import BARRIER, act, make_whole
from baken.rooms.register.tests.deciding import (
    MINUTE,
    accepted,
    take,
)
from baken.rooms.register.tests.factories import make_risk
from baken.rooms.reports.actions.name_barrier import name_barrier
from baken.rooms.reports.actions.to_risk import attach_to_risk
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.rules.barriers import SHOWED
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def tied(cast: Cast, risk: Risk | None = None) -> tuple[Occurrence, BowTie]:
    """An occurrence that belongs to a risk, and the bow-tie on which that risk leans."""
    adviser, at = cast.safety_adviser.actor, cast.at
    risk = make_risk(actor=adviser, unit=cast.company, at=at) if risk is None else risk
    bow_tie = make_whole(actor=adviser, unit=cast.company, at=at)
    bow_tie = act(bow_tie, adviser, at, "tie_risk", risk=risk.ref)
    occurrence = make_occurrence(unit=cast.company, at=at, happened_at=at)
    attach_to_risk(actor=adviser, occurrence=occurrence, risk=risk.ref, at=at)
    return occurrence, bow_tie


def name(cast: Cast, occurrence: Occurrence, record: BowTie, **said: Any) -> BowTie:
    """The bow-tie after the safety adviser, or who else is named, said what was shown."""
    who = said.pop("who", "safety_adviser")
    told = {"barrier": "b3", "showed": "named", "words": "Twee borden staan scheef.", **said}
    return name_barrier(
        actor=cast.members[who].actor,
        occurrence=occurrence,
        at=cast.at,
        **{"bow_tie": record.ref, **told},
    )


@pytest.mark.parametrize(
    ("showed", "kind", "grade"),
    [
        ("named", "report", ""),
        ("worked_in_part", "failure", "partly"),
        ("failed", "failure", "wholly"),
    ],
)
def test_what_was_shown_is_a_signal_at_the_barrier(
    cast: Cast, showed: str, kind: str, grade: str
) -> None:
    occurrence, bow_tie = tied(cast)
    fresh = name(cast, occurrence, bow_tie, showed=showed)
    signal = BarrierSignal.objects.of(fresh).get()
    assert (signal.kind, signal.grade, signal.source) == (kind, grade, occurrence.pk)
    found = dict(linked_records(occurrence, cast.safety_adviser.actor))
    assert found["signals"] == bow_tie


def test_barrier_that_held_has_evidence(cast: Cast) -> None:
    occurrence, bow_tie = tied(cast)
    fresh = name(cast, occurrence, bow_tie, showed="held")
    rows = BarrierEvidence.objects.of(fresh).filter(kind="occurrence")
    assert [row.words for row in rows] == ["Twee borden staan scheef."]
    assert not BarrierSignal.objects.of(fresh).exists()
    found = list(linked_records(occurrence, cast.safety_adviser.actor))
    assert [word for word, other in found if other == bow_tie] == ["shows"]


def test_barrier_that_held_is_said_of_an_occurrence_once(cast: Cast) -> None:
    occurrence, bow_tie = tied(cast)
    name(cast, occurrence, bow_tie, showed="held")
    with pytest.raises(FieldsRefused) as refused:
        name(cast, occurrence, bow_tie, showed="held")
    assert list(refused.value.errors) == ["barrier"]
    adviser = cast.safety_adviser.actor
    bow_tie = act(bow_tie, adviser, cast.at, "add_barrier", **{**BARRIER, "text": "Net"})
    name(cast, occurrence, bow_tie, showed="held", barrier="b4")
    assert BarrierEvidence.objects.of(bow_tie).filter(kind="occurrence").count() == 2


def test_barrier_that_held_is_on_both_threads_and_nothing_is_wrong(
    cast: Cast, client_of: Browser
) -> None:
    occurrence, bow_tie = tied(cast)
    name(cast, occurrence, bow_tie, showed="held")
    client = client_of("safety_adviser")
    of_bow_tie = client.get(f"/vlinderdassen/{bow_tie.ref}").content.decode()
    assert "has a barrier that held in" in of_bow_tie
    assert occurrence.ref in of_bow_tie
    steps = client.get(f"/api/v1/bow-ties/{bow_tie.ref}/steps").json()["items"]
    assert "source" not in steps[-1]["facts"]
    told = client.get(f"/api/v1/bow-ties/{bow_tie.ref}/thread").content.decode()
    assert "has a barrier that held in" in told
    assert "has a barrier that something was said of in" not in told


def test_more_than_a_name_is_said_of_the_bow_ties_that_one_manages(
    cast: Cast, client_of: Browser
) -> None:
    occurrence, mine = tied(cast)
    at, army = cast.at, cast.add("legeradviseur", ("safety_adviser", "ARMY", None)).actor
    other = make_whole(actor=army, unit=cast.army, at=at)
    risk = make_risk(actor=army, unit=cast.company, at=at)
    act(other, army, at, "tie_risk", risk=risk.ref)
    attach_to_risk(actor=army, occurrence=occurrence, risk=risk.ref, at=at)
    cast.add("lezer", ("safety_adviser", "BATTALION", None), ("employee", "ARMY", None))
    client, address = client_of("lezer"), f"/voorvallen/{occurrence.ref}/barriere"
    assert len(client.get(address).context["known"]) == 2

    sent = {"barrier": f"{other.ref} b3", "showed": "failed", "words": "Bord om."}
    refused = client.post(address, sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["showed"])
    for good in ({**sent, "showed": "named"}, {**sent, "barrier": f"{mine.ref} b3"}):
        assert client.post(address, good).status_code == 302


def test_irm_17_11_occurrence_on_a_critical_barrier_is_told_to_owner_and_signer(
    cast: Cast, client_of: Browser, deliver: Callable[[], Any]
) -> None:
    """Source: domain reference, irm, section 17, test 11."""
    risk, decision = _accepted_high(cast)
    occurrence, bow_tie = tied(cast, risk)
    sent = {"barrier": f"{bow_tie.ref} b3", "showed": "named", "words": "Een bord ligt om."}
    address = f"/voorvallen/{occurrence.ref}/barriere"
    assert client_of("safety_adviser").post(address, sent).status_code == 302
    deliver()
    told = Notice.objects.filter(code="register.risk.barrier_signalled", record=risk.pk)
    keys = set(told.values_list("to_key", flat=True))
    assert {own_key_of(risk.owner), own_key_of(decision.signer)} <= keys


def _accepted_high(cast: Cast) -> tuple[Risk, Any]:
    """A risk with an owner that was accepted, and counts as high since."""
    risk, decision = accepted(cast)
    given = {"owner": str(cast.team_leader.actor.person)}
    risk = take(cast.safety_adviser.actor, risk, "own", cast.at + 3 * MINUTE, given)
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(current_class="high")
    return rows.get(), decision


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"barrier": "b9"}, "barrier"),
        ({"bow_tie": "V-2026-999999"}, "barrier"),
        ({"showed": "gossip"}, "showed"),
        ({"words": " "}, "words"),
    ],
)
def test_barrier_that_is_none_and_no_words_are_refused(
    cast: Cast, said: dict[str, str], field: str
) -> None:
    occurrence, bow_tie = tied(cast)
    with pytest.raises(FieldsRefused) as refused:
        name(cast, occurrence, bow_tie, **said)
    assert list(refused.value.errors) == [field]


def test_same_occurrence_names_a_barrier_once(cast: Cast) -> None:
    occurrence, bow_tie = tied(cast)
    name(cast, occurrence, bow_tie)
    with pytest.raises(FieldsRefused):
        name(cast, occurrence, bow_tie)


def test_who_does_not_handle_the_occurrence_names_no_barrier(cast: Cast) -> None:
    occurrence, bow_tie = tied(cast)
    with pytest.raises(AccessDenied):
        name(cast, occurrence, bow_tie, who="soldier")


def test_embargo_lets_nothing_go_to_a_barrier(cast: Cast) -> None:
    occurrence, bow_tie = tied(cast)
    rows: Any = Occurrence.objects.for_system(reason="advance").filter(pk=occurrence.pk)
    rows.update(embargo_at=cast.at)
    with pytest.raises(StepRefused):
        name(cast, occurrence, bow_tie)


def test_barrier_of_a_bow_tie_that_is_not_used_is_not_offered(cast: Cast) -> None:
    occurrence, bow_tie = tied(cast)
    adviser = cast.safety_adviser.actor
    assert [one.code for one in barriers_of(adviser, occurrence)] == ["b3"]
    act(bow_tie, adviser, cast.at, "withdraw", reason="Dicht.")
    assert barriers_of(adviser, occurrence) == []


def test_page_offers_the_barriers_and_says_when_there_is_none(
    cast: Cast, client_of: Browser
) -> None:
    occurrence, bow_tie = tied(cast)
    client, address = client_of("safety_adviser"), f"/voorvallen/{occurrence.ref}/barriere"
    assert address in client.get(f"/voorvallen/{occurrence.ref}").content.decode()
    form = client.get(address).context["form"]
    assert [code for code, _text in form.fields["barrier"].choices] == [f"{bow_tie.ref} b3"]
    assert [code for code, _text in form.fields["showed"].choices] == list(SHOWED)
    refused = client.post(address, {"barrier": f"{bow_tie.ref} b3", "words": "Bord om."})
    assert (refused.status_code, refused.context["form"]["words"].value()) == (400, "Bord om.")
    assert client_of("soldier").get(address).status_code in (403, 404)
    bare = make_occurrence(unit=cast.company, at=cast.at)
    page = client.get(f"/voorvallen/{bare.ref}/barriere").content.decode()
    assert "It is tied to no risk within your reach" in page


def test_same_over_http(cast: Cast, client_of: Browser) -> None:
    occurrence, bow_tie = tied(cast)
    client, address = client_of("safety_adviser"), f"/api/v1/occurrences/{occurrence.ref}/barriers"
    [known] = client.get(address).json()["items"]
    assert (known["bow_tie"], known["barrier"]) == (bow_tie.ref, "b3")
    body = {"bow_tie": bow_tie.ref, "barrier": "b3", "showed": "failed", "words": "Omgevallen."}
    answer = client.post(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["bow_tie"]) == (200, bow_tie.ref)
    bad = client.post(address, {**body, "showed": "x"}, content_type="application/json")
    assert bad.status_code == 400
    client.force_login(cast.outsider.account)
    assert client.get(address).status_code == 404


def test_signer_of_a_medium_risk_has_nothing_to_hear(
    cast: Cast, deliver: Callable[[], Any]
) -> None:
    risk, _decision = accepted(cast)
    occurrence, bow_tie = tied(cast, risk)
    name(cast, occurrence, bow_tie)
    deliver()
    assert not Notice.objects.filter(code="register.risk.barrier_signalled").exists()
