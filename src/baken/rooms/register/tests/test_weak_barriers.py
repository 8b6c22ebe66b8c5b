"""What does not hold well lies before whoever decides; what nobody knows of is not sound."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.rooms.register.actions.turn_barriers import look_at_barriers
from baken.rooms.register.models import BowTie, Risk
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.pictures import is_older_picture, picture_shown
from baken.rooms.register.tests.bow_ties import act, make_whole
from baken.rooms.register.tests.deciding import MINUTE, RECORD, accepted, pending, standing, take

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
NOT_KNOWN = "b3 Sectormarkering (counts as: weakened)"


def leaning(cast: Cast, *, unit: Any = None, **described: Any) -> tuple[Risk, BowTie]:
    """A risk that waits for a decision and leans on a bow-tie with one sound barrier."""
    risk = pending(cast, **described)
    higher = cast.add("higher", ("safety_adviser", "ARMY", None)).actor
    record = make_whole(actor=higher, unit=unit or cast.company, at=cast.at)
    return risk, act(record, higher, cast.at, "tie_risk", risk=risk.ref)


def year_later(cast: Cast) -> None:
    """Nobody looked at any barrier for 366 days."""
    look_at_barriers(actor=system_actor("barriers"), at=cast.at + timedelta(days=366))


def test_sound_barrier_is_no_matter_for_a_decision(cast: Cast, client_of: Clients) -> None:
    risk, _record = leaning(cast)
    page = client_of("commander").get(f"/risicos/{risk.ref}/weging").content.decode()
    assert "Barriers that do not hold well" not in page
    assert accepted(cast, risk)[1].picture["barriers"] == []


@pytest.mark.parametrize("place", ["weging", "stap/accept"])
def test_irm_17_10_barrier_that_nobody_looked_at_counts_as_weakened_before_who_decides(
    cast: Cast, client_of: Clients, place: str
) -> None:
    """Source: domain reference, irm, section 17, test 10."""
    risk, record = leaning(cast)
    year_later(cast)
    page = client_of("commander").get(f"/risicos/{risk.ref}/{place}").content.decode()
    assert "Barriers that do not hold well" in page
    assert NOT_KNOWN in page
    assert f'href="/vlinderdassen/{record.ref}"' in page


def test_irm_17_10_what_counts_as_weakened_is_told_over_http_and_frozen_in_the_picture(
    cast: Cast, client_of: Clients
) -> None:
    risk, record = leaning(cast)
    year_later(cast)
    sheet = client_of("commander").get(f"/api/v1/risks/{risk.ref}/weighing").json()
    assert sheet["barriers"] == [
        {
            "bow_tie": record.ref,
            "code": "b3",
            "text": "Sectormarkering",
            "status": "grey",
            "counts_as": "amber",
        }
    ]
    _risk, decision = accepted(cast, risk)
    assert decision.picture["barriers"] == [[record.ref, "b3", "grey", "amber"]]
    told = client_of("commander").get(f"/api/v1/decisions/{decision.ref}").json()
    assert told["picture"]["barriers"] == [[record.ref, "b3", "grey", "amber"]]
    assert told["picture_holds"] is True


def test_barrier_that_weakens_after_a_decision_makes_it_one_on_an_older_picture(
    cast: Cast, client_of: Clients
) -> None:
    risk, _record = leaning(cast)
    risk = take(cast.commander.actor, risk, "accept", cast.at + 2 * MINUTE, RECORD)
    decision = standing(risk)
    case = Case(risk, cast.commander.actor, cast.at + 3 * MINUTE)
    assert is_older_picture(decision, case) == ()
    year_later(cast)
    assert is_older_picture(decision, case) == ("barriers",)
    page = client_of("commander").get(f"/besluiten/{decision.ref}").content.decode()
    assert "the barriers" in page


def test_barrier_of_a_bow_tie_one_may_not_read_counts_and_has_no_name(
    cast: Cast, client_of: Clients
) -> None:
    risk, record = leaning(cast, unit=None)
    year_later(cast)
    BowTie.objects.for_system(reason="trail").filter(pk=record.pk).update(confidentiality=2)
    page = client_of("commander").get(f"/risicos/{risk.ref}/weging").content.decode()
    assert "a barrier you may not read of (counts as: weakened)" in page
    assert record.ref not in page
    _risk, decision = accepted(cast, risk)
    shown = picture_shown(cast.commander.actor, decision)
    assert shown["barriers"] == [["…", "…", "grey", "amber"]]


def test_bow_tie_that_was_withdrawn_says_nothing_any_more(cast: Cast, client_of: Clients) -> None:
    risk, record = leaning(cast)
    year_later(cast)
    act(record, cast.members["higher"].actor, cast.at, "withdraw", reason="Baan dicht.")
    assert client_of("commander").get(f"/api/v1/risks/{risk.ref}/weighing").json()["barriers"] == []
