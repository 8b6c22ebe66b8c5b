"""What lies outside the risk appetite is said before it is decided, kept with it, and found."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.handlers.decisions import tell_up
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.queries.appetite import outside_of, outside_said
from baken.rooms.register.tests.deciding import MINUTE, MITIGATED, accepted, pending, standing, take
from baken.rooms.register.tests.factories import make_risk

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def above(cast: Cast) -> Risk:
    """A medium risk of social safety: of that nothing is accepted."""
    return pending(cast, categories=["safety", "social_safety"])


def test_risk_above_the_ceiling_lies_outside_the_appetite(cast: Cast) -> None:
    assert outside_of(above(cast)) == ("social_safety",)
    assert outside_of(pending(cast)) == ()
    assert outside_of(pending(cast, high=True)) == ("safety",)
    assert outside_of(make_risk(actor=cast.soldier.actor, unit=cast.company, at=cast.at)) == ()


def test_nothing_is_said_of_what_lies_within_it() -> None:
    assert outside_said(()) == ""


def test_decision_keeps_that_it_was_outside_the_appetite(cast: Cast) -> None:
    _risk, decision = accepted(cast, above(cast))
    assert decision.outside_appetite == "social_safety"
    assert accepted(cast)[1].outside_appetite == ""
    assert list(breaks()) == []


def test_to_avoid_is_never_outside_the_appetite(cast: Cast) -> None:
    risk = take(
        cast.commander.actor, above(cast), "avoid", cast.at + MINUTE, {"reason": "Doen we niet."}
    )
    assert standing(risk).outside_appetite == ""


def test_it_is_said_before_and_after_somebody_decides(cast: Cast, client_of: Browser) -> None:
    said, client = "it goes to the safety committee", client_of("commander")
    risk = above(cast)
    for path in (f"/risicos/{risk.ref}/stap/mitigate", f"/risicos/{risk.ref}/weging"):
        assert said in client.get(path).content.decode()
    risk = take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    ref = standing(risk).ref
    assert said in client.get(f"/besluiten/{ref}").content.decode()
    sheet = client.get(f"/api/v1/risks/{risk.ref}/weighing").json()
    assert sheet["outside_appetite"] == ["social_safety"]
    told = client.get(f"/api/v1/decisions/{ref}").json()
    assert told["outside_appetite"] == ["social_safety"]
    within = accepted(cast)[1].ref
    assert said not in client.get(f"/besluiten/{within}").content.decode()


def test_lists_find_what_was_decided_outside_it(cast: Cast, client_of: Browser) -> None:
    risk, _decision = accepted(cast, above(cast))
    other, _decision = accepted(cast)
    page = client_of("commander").get("/risicos", {"outside": "yes"}).content.decode()
    assert (page.count(f">{risk.ref}<"), page.count(f">{other.ref}<")) == (1, 0)
    found = client_of("commander").get("/api/v1/risks", {"outside_appetite": "true"}).json()
    assert [one["ref"] for one in found["items"]] == [risk.ref]


def heard(cast: Cast, deliver: Callable[[], int], risk: Risk) -> dict[str, list[str]]:
    """Who heard of a decision on a risk, by the code of the notice, as names of the cast."""
    deliver()
    names = {own_key_of(one.person.id): name for name, one in cast.members.items()}
    found: dict[str, list[str]] = {}
    for row in Notice.objects.filter(record=risk.pk, code__startswith="register.risk.decided"):
        found.setdefault(row.code, []).append(names[row.to_key])
    return {code: sorted(people) for code, people in found.items()}


def test_safety_committee_is_told_of_what_was_decided_outside_it(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    """Source: domain reference, irm, section 11: an item for the committee, through its office."""
    cast.add("office", ("vms_office", "MINISTRY", None))
    cast.add("head", ("commander", "ARMY", None))
    risk, _decision = accepted(cast, above(cast))
    assert heard(cast, deliver, risk) == {
        "register.risk.decided_below": ["head"],
        "register.risk.decided_outside": ["office"],
    }
    step = RiskStep.objects.of(risk).get(code="register.risk.accepted")
    assert step.facts["tell"] == ["level_4", "safety_committee"]


@pytest.mark.parametrize("step", ["avoid", "accept"])
def test_safety_committee_is_not_told_of_what_goes_on_within_it_or_does_not_go_on(
    cast: Cast, deliver: Callable[[], int], step: str
) -> None:
    cast.add("office", ("vms_office", "MINISTRY", None))
    if step == "avoid":
        risk, said = above(cast), {"reason": "Doen we niet."}
        risk = take(cast.commander.actor, risk, "avoid", cast.at + MINUTE, said)
    else:
        risk, _decision = accepted(cast)
    assert "register.risk.decided_outside" not in heard(cast, deliver, risk)


def test_committee_that_the_mandate_table_names_hears_once_of_what_lies_outside(
    cast: Cast,
) -> None:
    cast.add("office", ("vms_office", "MINISTRY", None))
    risk = above(cast)
    told = {"kind": "accept", "tell": ["safety_committee"], "outside_appetite": True}
    for outside, codes in ((False, ["decided_below"]), (True, ["decided_outside"])):
        Notice.objects.all().delete()
        event = SimpleNamespace(
            record=risk.pk, at=cast.at, payload={**told, "outside_appetite": outside}
        )
        tell_up(event, cast.at)
        rows = Notice.objects.filter(record=risk.pk).values_list("code", flat=True)
        assert list(rows) == [f"register.risk.{one}" for one in codes]
