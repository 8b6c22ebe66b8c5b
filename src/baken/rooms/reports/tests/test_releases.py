"""Who may know who reported: seen by whoever may look it up and by the reporter, and ended in time."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.api.tests.calling import caller
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries import text_of, url_of
from baken.rooms.reports.actions.read_identity import read_identity
from baken.rooms.reports.actions.release_identity import end_release, release_identity
from baken.rooms.reports.models import Identity, IdentityRead, IdentityRelease, Report
from baken.rooms.reports.queries.identity import is_released_to, releases_of
from baken.rooms.reports.tests.acts import fresh, send, send_anonymous, steps_of

Clients = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is said is read here in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def report(cast: Cast) -> Report:
    """The soldier's confidential report: of the two who may look, the adviser alone may here."""
    return send(cast.soldier, at=cast.at, identity="confidential", unit_code="COMPANY").report


def release(cast: Cast, report: Report, to: str = "team_leader", **given: Any) -> IdentityRelease:
    asked = {"until": cast.at.date() + timedelta(days=10), "ground": "Nazorg", "at": cast.at}
    actor = cast.members[given.pop("by", "safety_adviser")].actor
    person = cast.members[to].person.id
    return release_identity(actor=actor, report=report, to=person, **(asked | given))


def end(cast: Cast, made: IdentityRelease, **given: Any) -> IdentityRelease:
    asked = {"release": made.pk, "last_day": None, "ground": "Klaar", "at": cast.at}
    actor = cast.members[given.pop("by", "safety_adviser")].actor
    return end_release(actor=actor, report=made.record, **(asked | given))


def told(cast: Cast, who: str) -> list[tuple[str, str]]:
    """Text and page of every notice of somebody, oldest first."""
    rows = Notice.objects.filter(to_key=cast.members[who].actor.own_key).order_by("number")
    return [(text_of(one), url_of(one)) for one in rows if "identity" in one.code]


# ---- who sees it ----


def test_release_is_listed_with_names_for_whoever_may_look_it_up(
    cast: Cast, report: Report
) -> None:
    made = release(cast, report)
    (one,) = releases_of(cast.safety_adviser.actor, report, cast.at) or []
    assert (one.id, one.to, one.by) == (made.pk, "Speler team_leader", "Speler safety_adviser")
    assert (one.post, one.ground, one.runs) == ("Supervisor COMPANY", "Nazorg", True)
    assert (one.until, one.ended_at) == (made.until, None)


@pytest.mark.parametrize("who", ["commander", "team_leader"])
def test_release_is_not_listed_for_others(cast: Cast, report: Report, who: str) -> None:
    release(cast, report)
    assert releases_of(cast.members[who].actor, report, cast.at) is None


def test_release_is_listed_for_the_reporter_by_post_without_names(
    cast: Cast, report: Report
) -> None:
    release(cast, report)
    (one,) = releases_of(cast.soldier.actor, report, cast.at) or []
    assert (one.to, one.by, one.post, one.ground) == (None, None, "Supervisor COMPANY", "Nazorg")


def test_release_of_a_name_that_was_erased_stays_listed(cast: Cast, report: Report) -> None:
    made = release(cast, report)
    Identity.objects.of(report).delete()
    adviser, commander = cast.safety_adviser.actor, cast.commander.actor
    assert [one.id for one in releases_of(adviser, report, cast.at) or []] == [made.pk]
    assert releases_of(commander, report, cast.at) is None
    assert end(cast, made).ended_at == cast.at
    with pytest.raises(FieldsRefused, match="Nobody knows"):
        release(cast, report)


def test_release_that_is_over_stays_listed(cast: Cast, report: Report) -> None:
    release(cast, report, until=cast.at.date())
    later = cast.at + timedelta(days=1)
    (one,) = releases_of(cast.safety_adviser.actor, report, later) or []
    assert (one.runs, one.ended_at) == (False, None)


def test_page_lists_releases_and_never_the_reporter(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    made = release(cast, report)
    page = f"/meldingen/{report.ref}/inzage"
    shown = {
        who: client_of(who).get(page)
        for who in ("safety_adviser", "soldier", "commander", "team_leader")
    }
    adviser, soldier = shown["safety_adviser"], shown["soldier"]
    (row,) = adviser.context["releases"]
    assert (row["name"], row["by"], row["how"]) == (
        "Speler team_leader",
        "Speler safety_adviser",
        "runs",
    )
    assert "Speler soldier" not in str(adviser.context["releases"])
    assert "Let somebody know no longer who reported" in adviser.content.decode()
    (row,) = soldier.context["releases"]
    assert (row["name"], row["by"], row["post"]) == (None, None, "Supervisor COMPANY")
    assert "Let somebody know no longer" not in soldier.content.decode()
    for who in ("commander", "team_leader"):
        assert "releases" not in shown[who].context
        assert str(made.pk) not in shown[who].content.decode()
    assert "Let somebody know who reported" not in shown["commander"].content.decode()


def test_page_of_an_older_release_says_that_the_post_is_not_written_down(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    made = release(cast, report)
    IdentityRelease.objects.of(report).filter(pk=made.pk).update(post="")
    (row,) = client_of("soldier").get(f"/meldingen/{report.ref}/inzage").context["releases"]
    assert row["post"] == "not written down"


# ---- ending ----


def test_end_at_once_shuts_the_look_and_keeps_the_row(cast: Cast, report: Report) -> None:
    made = release(cast, report)
    leader = cast.team_leader.actor
    assert read_identity(actor=leader, report=report, ground="Nazorg", at=cast.at)
    ended = end(cast, made)
    assert (ended.until, ended.ended_at) == (cast.at.date(), cast.at)
    with pytest.raises(AccessDenied):
        read_identity(actor=leader, report=report, ground="Nazorg", at=cast.at)
    (one,) = releases_of(cast.safety_adviser.actor, report, cast.at) or []
    assert (one.runs, one.ended_at) == (False, cast.at)


def test_end_on_an_earlier_day_keeps_the_look_until_that_day(cast: Cast, report: Report) -> None:
    made, day = release(cast, report), cast.at.date() + timedelta(days=2)
    ended = end(cast, made, last_day=day)
    assert (ended.until, ended.ended_at) == (day, None)
    moments = [cast.at + timedelta(days=days) for days in (2, 3)]
    opens = [is_released_to(cast.team_leader.actor, report, at) for at in moments]
    assert opens == [True, False]


def test_end_is_a_step_in_the_history_that_vouches_for_it(cast: Cast, report: Report) -> None:
    end(cast, release(cast, report))
    last = steps_of(fresh(report))[-1]
    assert last.code == "reports.report.identity_release_ended"
    assert last.facts["until"] == "2026-03-10"
    assert (last.words["ground"], last.words["to"]) == ("Klaar", "Speler team_leader")
    assert list(breaks()) == []


@pytest.mark.parametrize("days", [-1, 10, 11])
def test_end_on_a_day_that_passed_or_is_no_earlier_one_is_refused(
    cast: Cast, report: Report, days: int
) -> None:
    made = release(cast, report)
    with pytest.raises(FieldsRefused) as refused:
        end(cast, made, last_day=cast.at.date() + timedelta(days=days))
    assert list(refused.value.errors) == ["last_day"]
    assert IdentityRelease.objects.of(report).get().until == made.until


@pytest.mark.parametrize("ground", ["", " ", "x" * 301, "nul\x00"])
def test_end_without_a_reason_is_refused(cast: Cast, report: Report, ground: str) -> None:
    made = release(cast, report)
    with pytest.raises(FieldsRefused) as refused:
        end(cast, made, ground=ground)
    assert list(refused.value.errors) == ["ground"]


def test_end_of_what_is_over_or_of_another_report_is_refused(cast: Cast, report: Report) -> None:
    made = release(cast, report)
    other = release(cast, send(cast.soldier, at=cast.at, unit_code="COMPANY").report)
    end(cast, made)
    for wrong in (made.pk, other.pk, uuid.uuid4()):
        with pytest.raises(FieldsRefused) as refused:
            end(cast, made, release=wrong)
        assert list(refused.value.errors) == ["release"]


@pytest.mark.parametrize("who", ["commander", "team_leader", "soldier", "outsider"])
def test_end_is_for_whoever_may_release(cast: Cast, report: Report, who: str) -> None:
    made = release(cast, report)
    with pytest.raises(AccessDenied):
        end(cast, made, by=who)
    assert IdentityRelease.objects.of(report).get().until == made.until


def test_page_ends_a_release_without_asking_who_is_there(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    made, page = release(cast, report), f"/meldingen/{report.ref}/inzage"
    adviser = client_of("safety_adviser")
    sent = {"act": "end_release", "end-release-release": made.pk, "end-release-ground": "Klaar"}
    wrong = adviser.post(page, {**sent, "end-release-last_day": "2026-03-01"})
    assert wrong.status_code == 400
    assert "This day has passed" in wrong.content.decode()
    assert adviser.post(page, sent).status_code == 302
    shown = adviser.get(page)
    assert [row["how"] for row in shown.context["releases"]] == ["ended at once"]
    assert "Let somebody know no longer" not in shown.content.decode()


def test_endpoint_lists_and_ends_a_release(cast: Cast, report: Report) -> None:
    made, place = release(cast, report), f"/reports/{report.ref}"
    adviser, body = caller(cast, "safety_adviser"), {"release": str(made.pk), "ground": "Klaar"}
    (one,) = adviser.get(f"{place}/access").json()["releases"]
    assert (one["id"], one["to"], one["runs"]) == (str(made.pk), "Speler team_leader", True)
    (own,) = caller(cast, "soldier").get(f"{place}/access").json()["releases"]
    assert (own["to"], own["by"], own["post"]) == (None, None, one["post"])
    end_at = f"{place}/identity/releases/end"
    assert caller(cast, "commander").get(f"{place}/access").json()["releases"] is None
    assert caller(cast, "commander").post(end_at, body).status_code == 403
    assert caller(cast, "outsider").post(end_at, body).status_code == 404
    sooner = adviser.post(end_at, body | {"last_day": "2026-03-12"})
    assert sooner.json() == {"person": "Speler team_leader", "until": "2026-03-12"}
    assert adviser.post(end_at, body).json()["until"] == "2026-03-10"
    again = adviser.post(end_at, body)
    assert (again.status_code, again.json()["errors"][0]["field"]) == (400, "release")
    (one,) = adviser.get(f"{place}/access").json()["releases"]
    assert (one["runs"], one["until"]) == (False, "2026-03-10")


# ---- who is told ----


def test_reporter_is_told_of_release_and_end_without_a_name(cast: Cast, report: Report) -> None:
    end(cast, release(cast, report), at=cast.at + timedelta(minutes=1))
    page = f"/meldingen/{report.ref}/inzage"
    assert told(cast, "soldier") == [
        (
            f"Somebody may know that you reported {report.ref}. See in what post, why and until"
            " when.",
            page,
        ),
        (
            f"The last day was set on which somebody may know that you reported {report.ref}.",
            page,
        ),
    ]
    assert told(cast, "team_leader")[-1] == (
        f"The last day on which you may look up who reported {report.ref} was set.",
        "",
    )


# ---- to whom not ----


def test_release_to_oneself_is_refused(cast: Cast, report: Report) -> None:
    with pytest.raises(FieldsRefused, match="You may look this up yourself already") as refused:
        release(cast, report, "safety_adviser")
    assert list(refused.value.errors) == ["to"]


def test_release_to_the_reporter_is_refused_and_saying_so_is_a_look(
    cast: Cast, report: Report
) -> None:
    with pytest.raises(FieldsRefused, match="This is who reported") as refused:
        release(cast, report, "soldier")
    assert list(refused.value.errors) == ["to"]
    assert not IdentityRelease.objects.of(report).exists()
    look = IdentityRead.objects.of(report).get()
    assert (look.reader, look.ground) == (cast.safety_adviser.person.id, "Nazorg")
    assert list(breaks()) == []


def test_release_by_whom_it_was_released_to_is_denied(cast: Cast, report: Report) -> None:
    release(cast, report)
    with pytest.raises(AccessDenied):
        release(cast, report, "commander", by="team_leader")


def test_release_of_an_anonymous_report_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused, match="Nobody knows"):
        release(cast, send_anonymous(cast).report)


# ---- what is said beforehand ----


def identity_right(cast: Cast, report: Report, who: str) -> dict[str, Any]:
    told = caller(cast, who).get(f"/reports/{report.ref}/access").json()["rights"]
    return next(one for one in told if one["permit"] == "reports.identity.read")


def looked(cast: Cast, report: Report, who: str) -> bool:
    try:
        read_identity(actor=cast.members[who].actor, report=report, ground="Nazorg", at=cast.at)
    except (AccessDenied, FieldsRefused):
        return False
    return True


@pytest.mark.parametrize("identity", ["named", "confidential", "anonymous"])
@pytest.mark.parametrize("who", ["safety_adviser", "commander", "team_leader", "mixed"])
def test_right_to_look_is_what_the_look_decides(cast: Cast, identity: str, who: str) -> None:
    here, there = ("commander", "BATTALION", None), ("safety_adviser", "SQUADRON", None)
    cast.add("mixed", here, there)
    anonymous = identity == "anonymous"
    found = (
        send_anonymous(cast)
        if anonymous
        else send(cast.soldier, at=cast.at, identity=identity, unit_code="COMPANY")
    )
    said = identity_right(cast, found.report, who)
    assert said["allowed"] == looked(cast, found.report, who)
    assert said["why"].startswith("You may") == said["allowed"]
    assert "SQUADRON" not in said["why"]


@pytest.mark.parametrize(
    ("identity", "why", "who"),
    [
        ("anonymous", "Nobody knows who reported this.", []),
        (
            "confidential",
            "Only the safety adviser may know who this is.",
            ["Safety adviser BATTALION"],
        ),
    ],
)
def test_right_to_look_says_why_not_and_who_can(
    cast: Cast, report: Report, client_of: Clients, identity: str, why: str, who: list[str]
) -> None:
    report = send_anonymous(cast).report if identity == "anonymous" else report
    said = identity_right(cast, report, "commander")
    assert (said["why"], said["who"]) == (why, who)
    page = client_of("commander").get(f"/meldingen/{report.ref}/inzage").content.decode()
    assert why in page


def test_right_to_look_by_a_release_says_until_when(cast: Cast, report: Report) -> None:
    release(cast, report, until=date(2026, 3, 12))
    said = identity_right(cast, report, "team_leader")
    assert said["allowed"] is True
    assert said["why"] == (
        "You may: see who made a report. It was released to you, to and including 12 March 2026."
    )
