"""Administration is a timed session: opened with a reason, without content, ended by itself."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import translation

from baken.conftest import Cast, Member, administer, just_confirmed
from baken.core import clock
from baken.core.access import explain
from baken.core.access.actor import Actor
from baken.core.access.roles import load_roles
from baken.core.accounts.administration import close_administration, on_duty
from baken.core.accounts.models import Administration
from baken.core.accounts.permits import MANAGE_SERVICES
from baken.core.api.tests.calling import caller
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import end_appointment
from baken.rooms.org.models import Appointment, Unit
from baken.rooms.org.permits import MANAGE_UNIT
from baken.rooms.org.queries import actor_for
from baken.rooms.org.tests.factories import appoint
from baken.rooms.reports.actions.drafts import save_draft
from baken.rooms.reports.models import Draft
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report
from baken.site.settings import minutes

Clients = Callable[[str], Client]
OPEN, END, LIST = "/beheer/openen", "/beheer/beeindigen", "/beheer/sessies"
ASKED = {"reason": "Order 12", "minutes": "30"}
RENAME = "/eenheden/COMPANY/stap/rename"
NAMED = {"name_nl": "Nieuwe naam", "name_en": "", "reason": "Order 12", "seen": "1"}
API = "/me/administration"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are read here in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def browser(cast: Cast) -> Client:
    """The functional administrator, logged in with a password just now, without a session."""
    made = Client(headers={"accept-language": "en"})
    made.post("/inloggen", {"username": "functional_admin", "password": "demo"})
    return made


@pytest.fixture
def both(cast: Cast) -> Member:
    """Somebody who commands a battalion and administers beside it."""
    posts = (("functional_admin", "MINISTRY", None), ("commander", "BATTALION", None))
    return cast.add("both", *posts)


@pytest.fixture
def later(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the clock on by minutes."""

    def move(minutes: int) -> None:
        moment = cast.at + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


def renamed() -> bool:
    return Unit.objects.get(code="COMPANY").name_nl == "Nieuwe naam"


def test_administrator_outside_a_session_may_nothing_but_look_at_the_organisation(
    cast: Cast,
) -> None:
    actor = cast.functional_admin.actor
    assert [one.permit for one in actor.grants] == [
        "org.unit.read",
        "notices.notice.read",
        "reports.route.try",
    ]
    assert "Open one first" in explain(actor, MANAGE_UNIT)
    assert explain(cast.soldier.actor, MANAGE_UNIT).startswith("None of your appointments")


def test_within_a_session_other_posts_and_own_records_are_closed(cast: Cast, both: Member) -> None:
    make_report(unit=cast.company, at=cast.at)
    outside, within = both.actor, both.on_duty
    assert (outside.holds(READ), outside.holds(MANAGE_UNIT)) == (True, False)
    assert (within.holds(READ), within.holds(MANAGE_UNIT)) == (False, True)
    assert (outside.post, within.post) == (
        "Commandant BATTALION",
        "Functioneel beheerder MINISTRY",
    )
    assert (bool(outside.own_key), within.own_key) == (True, "")


def test_nobody_without_a_duty_gets_within_a_session(cast: Cast) -> None:
    session = cast.functional_admin.on_duty.administers
    assert session is not None
    with pytest.raises(ValueError, match="duty"):
        cast.soldier.actor.within(session)


def test_role_that_administers_and_reaches_records_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "roles.yaml"
    path.write_text(
        "roles: {both: {nl: Beide, en: Both, grants: [{permits: [org.unit.manage,"
        " reports.report.read], reach: all}]}}",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match=r"cannot reach records with reports\.report\.read"):
        load_roles(path)


def test_session_opens_the_way_and_closes_it_again(browser: Client, cast: Cast) -> None:
    assert browser.post(RENAME, NAMED).status_code == 403
    assert browser.post(OPEN, ASKED).headers["Location"] == "/beheer"
    assert "You are administering" in browser.get("/").content.decode()
    assert browser.post(RENAME, NAMED).status_code == 302

    browser.post(END)

    assert renamed()
    assert browser.get("/beheer/diensten").status_code == 403
    assert "You are administering" not in browser.get("/").content.decode()


def test_session_ends_by_itself_and_nothing_is_done_after_it(
    browser: Client, later: Callable[[int], None]
) -> None:
    browser.post(OPEN, ASKED)
    later(29)
    assert browser.get(RENAME).status_code == 200
    later(30)
    answer = browser.post(RENAME, NAMED)
    assert (answer.status_code, renamed()) == (403, False)
    assert 'href="/beheer"' in answer.content.decode()


def test_session_is_bound_to_the_browser_it_was_opened_in(
    browser: Client, client_of: Clients
) -> None:
    browser.post(OPEN, ASKED)
    elsewhere = client_of("functional_admin")
    assert (browser.get("/beheer/diensten").status_code, elsewhere.get(RENAME).status_code) == (
        200,
        403,
    )


def test_logging_out_ends_the_session(browser: Client, cast: Cast) -> None:
    browser.post(OPEN, ASKED)
    browser.post("/uitloggen")
    assert Administration.objects.get().closed_at == cast.at


def test_post_that_ends_takes_the_session_with_it(
    cast: Cast, client_of: Clients, later: Callable[[int], None]
) -> None:
    cast.add("leaving", ("functional_admin", "MINISTRY", cast.at.date()))
    leaving = client_of("leaving")
    administer(leaving, cast.members["leaving"], cast.at)
    Administration.objects.update(until=cast.at + timedelta(days=2))
    assert leaving.get(RENAME).status_code == 200
    later(24 * 60)
    assert leaving.get(RENAME).status_code == 403


def test_session_within_which_one_may_see_nothing_of_a_report(
    cast: Cast, both: Member, client_of: Clients
) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    browser = client_of("both")
    assert browser.get(f"/meldingen/{report.ref}").status_code == 200
    administer(browser, both, cast.at)
    assert browser.get(f"/meldingen/{report.ref}").status_code == 404
    assert [browser.get(path).status_code for path in ("/meldingen", "/mijn-meldingen")] == [
        403,
        403,
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "   "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"minutes": "600"}, "minutes"),
        ({"minutes": "soon"}, "minutes"),
    ],
)
def test_session_without_a_reason_or_too_long_is_not_opened_and_keeps_what_was_typed(
    browser: Client, change: dict[str, str], field: str
) -> None:
    answer = browser.post(OPEN, ASKED | change)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert Administration.objects.count() == 0


def test_opening_asks_again_who_is_there(cast: Cast, client_of: Clients) -> None:
    answer = client_of("functional_admin").post(OPEN, ASKED)
    assert (answer.status_code, Administration.objects.count()) == (403, 0)
    assert 'value="Order 12"' in answer.content.decode()


def test_opening_twice_is_one_session(browser: Client) -> None:
    browser.post(OPEN, ASKED)
    browser.post(OPEN, ASKED | {"reason": "Order 13"})
    assert [one.reason for one in Administration.objects.all()] == ["Order 12"]


@pytest.mark.parametrize("path", ["/beheer", LIST])
def test_who_administers_nothing_has_nothing_to_look_for(client_of: Clients, path: str) -> None:
    assert client_of("soldier").get(path).status_code == 403


def test_opening_by_whoever_administers_nothing_is_refused(cast: Cast, client_of: Clients) -> None:
    soldier = caller(cast, "soldier").post(API, {"reason": "Order 12", "minutes": 30})
    assert (soldier.status_code, Administration.objects.count()) == (403, 0)


def test_session_of_somebody_else_on_the_same_carrier_opens_nothing(
    cast: Cast, client_of: Clients, both: Member
) -> None:
    browser = client_of("both")
    administer(browser, both, cast.at)
    Administration.objects.update(account=cast.soldier.account)
    assert browser.get("/beheer/diensten").status_code == 403


def test_services_are_made_within_a_session_only(cast: Cast) -> None:
    actor: Actor = actor_for(cast.functional_admin.account, cast.at)
    assert (actor.holds(MANAGE_SERVICES), cast.functional_admin.on_duty.holds(MANAGE_SERVICES)) == (
        False,
        True,
    )


def test_session_opened_twice_at_once_ends_at_once(browser: Client, cast: Cast) -> None:
    browser.post(OPEN, ASKED)
    twin = Administration.objects.get()
    twin.pk, twin.id = twin.pk + 1, uuid.uuid4()
    twin.save(force_insert=True)
    browser.post(END)
    assert browser.get(RENAME).status_code == 403


def test_session_that_was_ended_elsewhere_is_ended_once(cast: Cast, client_of: Clients) -> None:
    actor = administer(client_of("functional_admin"), cast.functional_admin, cast.at)
    assert [close_administration(actor=actor, at=cast.at) for _ in range(2)] == [True, False]
    assert not close_administration(actor=cast.functional_admin.actor, at=cast.at)


def delegated(client: Client, member: Member, role: str, cast: Cast) -> int:
    """Sends the form that delegates a post to the soldier; the status of the answer."""
    post = Appointment.objects.of(member.person).get(role=role)
    given = {
        "to": "Speler soldier",
        "unit": post.unit.code,
        "from_on": "2026-03-10",
        "until": "2026-03-11",
        "reason": "Verlof",
        "classes": ["low"],
        "contexts": ["non_operational"],
    }
    just_confirmed(client, member.account, cast.at)
    return client.post(f"/functies/{post.pk}/delegeren", given).status_code


@pytest.mark.parametrize(
    ("role", "within", "status"),
    [
        ("functional_admin", False, 400),
        ("functional_admin", True, 302),
        ("commander", False, 302),
        ("commander", True, 400),
    ],
)
def test_post_is_delegated_only_where_it_can_be_used(
    cast: Cast, both: Member, client_of: Clients, role: str, within: bool, status: int
) -> None:
    """Or a browser left open would give administering away without asking who is there."""
    browser = client_of("both")
    if within:
        administer(browser, both, cast.at)
    assert delegated(browser, both, role, cast) == status
    assert Appointment.objects.of(cast.soldier.person).filter(role=role).exists() == (status == 302)


@pytest.mark.parametrize(("role", "within"), [("functional_admin", False), ("commander", True)])
def test_delegation_is_ended_only_where_it_can_be_given(
    cast: Cast, both: Member, role: str, within: bool
) -> None:
    source = Appointment.objects.of(both.person).get(role=role)
    given = appoint(cast.soldier.person, role, source.unit)
    Appointment.objects.of(cast.soldier.person).filter(pk=given.pk).update(
        kind="delegate", taken_from=source
    )
    given = Appointment.objects.of(cast.soldier.person).get(pk=given.pk)
    day = cast.at.date()
    facts = {"appointment": given, "last_day": day, "reason": "Terug", "at": cast.at}
    wrong, right = (both.on_duty, both.actor) if within else (both.actor, both.on_duty)
    with pytest.raises(FieldsRefused):
        end_appointment(actor=wrong, **facts)
    assert end_appointment(actor=right, **facts).until == day


def test_draft_of_a_report_waits_and_naming_oneself_is_refused_with_the_reason(
    cast: Cast, client_of: Clients
) -> None:
    posts = (("functional_admin", "MINISTRY", None), ("employee", "COMPANY", None))
    member, browser = cast.add("tweede", *posts), client_of("tweede")
    save_draft(actor=member.actor, fields={"story": ["Een losse kabel"]}, at=cast.at)
    assert "Een losse kabel" in browser.get("/melden").content.decode()

    administer(browser, member, cast.at)

    assert "Een losse kabel" not in browser.get("/melden").content.decode()
    given = {"story": "Gat", "identity": "named", "still_dangerous": "no", "key": "k" * 20}
    answer = browser.post("/melden", given)
    assert "End the administration session" in answer.content.decode()
    browser.post("/melden", given | {"identity": "anonymous", "key": "a" * 20})
    assert Draft.objects.filter(account=member.account).exists()


def test_opening_by_a_person_without_a_duty_is_refused_in_the_browser(cast: Cast) -> None:
    browser = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    browser.post("/inloggen", {"username": "soldier", "password": "demo"})
    assert (browser.post(OPEN, ASKED).status_code, Administration.objects.count()) == (403, 0)


def test_explain_within_a_session_says_to_end_it(both: Member) -> None:
    assert "End it for: read reports" in explain(both.on_duty, READ)


def test_duty_without_a_browser_or_token_to_bind_it_to_stays_a_duty(cast: Cast) -> None:
    actor = cast.functional_admin.actor
    assert on_duty(actor, None, cast.at) == actor


@pytest.mark.parametrize(
    ("value", "told"), [("4", True), ("5", False), ("720", False), ("721", True)]
)
def test_longest_session_has_bounds(
    monkeypatch: pytest.MonkeyPatch, value: str, told: bool
) -> None:
    monkeypatch.setenv("BAKEN_ADMINISTRATION_MINUTES", value)
    asked = ("BAKEN_ADMINISTRATION_MINUTES", 60, 5, 720)
    if told:
        with pytest.raises(ImproperlyConfigured, match="between 5 and 720"):
            minutes(*asked)
    else:
        assert minutes(*asked) == int(value)
