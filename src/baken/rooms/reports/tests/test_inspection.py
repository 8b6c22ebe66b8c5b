"""An inspector learns who reported once it was released to them, on a ground, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.access import AccessDenied
from baken.core.api.tests.calling import Caller, caller
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries import url_of
from baken.rooms.org.actions import keep_away
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.actions.read_identity import read_identity
from baken.rooms.reports.actions.release_identity import release_identity
from baken.rooms.reports.models import IdentityRead, IdentityRelease, Report
from baken.rooms.reports.tests.acts import send, steps_of

Clients = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are read here in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def report(cast: Cast) -> Report:
    """The soldier's confidential report."""
    return send(cast.soldier, at=cast.at, identity="confidential").report


@pytest.fixture
def inspector(cast: Cast) -> Member:
    """An inspector of the IVD."""
    return cast.add("inspector", ("ivd_inspector", "MINISTRY", None))


def release(cast: Cast, report: Report, to: Member, days: int = 10) -> Any:
    given = {
        "until": cast.at.date() + timedelta(days=days),
        "ground": "Inspectie 12",
        "at": cast.at,
    }
    actor = cast.safety_adviser.actor
    return release_identity(actor=actor, report=report, to=to.person.id, **given)


def ask(cast: Cast, report: Report) -> Any:
    return caller(cast, "inspector").post(
        f"/reports/{report.ref}/identity", {"ground": "Inspectie"}
    )


def test_inspector_looks_up_a_released_reporter_and_the_look_is_logged(
    cast: Cast, report: Report, inspector: Member
) -> None:
    release(cast, report, inspector)
    assert ask(cast, report).json() == {"reporter": "Speler soldier"}
    look = IdentityRead.objects.of(report).get()
    assert (look.reader, look.ground) == (inspector.person.id, "Inspectie")
    assert steps_of(report)[-1].code == "reports.report.identity_read"


def test_inspector_without_a_release_hears_of_no_report(
    cast: Cast, report: Report, inspector: Member
) -> None:
    assert ask(cast, report).status_code == 404
    with pytest.raises(AccessDenied):
        read_identity(actor=inspector.actor, report=report, ground="Inspectie", at=cast.at)
    assert not IdentityRead.objects.of(report).exists()


def test_inspector_hears_nothing_after_the_release_is_over(
    cast: Cast, report: Report, inspector: Member
) -> None:
    release(cast, report, inspector, days=1)
    IdentityRelease.objects.of(report).update(until=cast.at.date() - timedelta(days=1))
    assert ask(cast, report).status_code == 404


def test_inspector_reads_nothing_else_of_a_released_report(
    cast: Cast, report: Report, inspector: Member
) -> None:
    release(cast, report, inspector)
    reader: Caller = caller(cast, "inspector")
    for part in ("", "/messages", "/access", "/steps", "/files"):
        assert reader.get(f"/reports/{report.ref}{part}").status_code == 404


def test_inspector_kept_away_learns_nothing(cast: Cast, report: Report, inspector: Member) -> None:
    release(cast, report, inspector)
    given = {"person": inspector.person, "record": report, "ground": "Familie", "at": cast.at}
    keep_away(actor=cast.commander.actor, **given)
    assert ask(cast, report).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "integrity_adviser", "functional_admin", "prevention"])
def test_release_to_somebody_who_could_never_look_is_refused(
    cast: Cast, report: Report, who: str
) -> None:
    cast.add("prevention", ("prevention_officer", "BATTALION", None))
    with pytest.raises(FieldsRefused, match="cannot look") as refused:
        release(cast, report, cast.members[who])
    assert list(refused.value.errors) == ["to"]
    assert not IdentityRelease.objects.of(report).exists()


@pytest.mark.parametrize(("who", "page"), [("inspector", "/melder/inspectie"), ("team_leader", "")])
def test_release_is_told_by_a_notice_that_leads_to_the_look(
    cast: Cast, report: Report, inspector: Member, who: str, page: str
) -> None:
    release(cast, report, cast.members[who])
    told = Notice.objects.get(to_key=own_key_of(cast.members[who].person.id))
    assert url_of(told) == f"/meldingen/{report.ref}{page}"


def test_page_asks_why_and_shows_the_reporter_alone(
    cast: Cast, report: Report, inspector: Member, client_of: Clients
) -> None:
    release(cast, report, inspector)
    client, page = client_of("inspector"), f"/meldingen/{report.ref}/melder/inspectie"
    asked = client.get(page).content.decode()
    assert "Why do you need to know" in asked
    assert "Speler soldier" not in asked
    assert report.story not in asked
    assert client.post(page, {"ground": " "}).status_code == 400
    shown = client.post(page, {"ground": "Inspectie"}).content.decode()
    assert "Reported by: Speler soldier" in shown
    assert report.story not in shown
    assert IdentityRead.objects.of(report).count() == 1


@pytest.mark.parametrize("who", ["inspector", "safety_adviser", "soldier"])
def test_page_without_a_release_is_not_there(
    report: Report, inspector: Member, client_of: Clients, who: str
) -> None:
    page = f"/meldingen/{report.ref}/melder/inspectie"
    assert client_of(who).get(page).status_code == 404
