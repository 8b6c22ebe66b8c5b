"""Service accounts: made by whoever may, kept by somebody, opened by tokens, closed for good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast, administer
from baken.core.access import AccessDenied
from baken.core.accounts.models import Account, ApiToken
from baken.core.accounts.tokens import token_shown
from baken.core.trail.verify import breaks
from baken.rooms.notices.queries import notices_of
from baken.rooms.org.models import Person, PersonStep
from baken.rooms.org.queries import actor_for, person_of_account
from baken.rooms.org.tests.factories import appoint, make_account, make_person, make_unit
from baken.site import services
from baken.site.services import ServiceRefused, make_service, make_service_token

pytestmark = pytest.mark.django_db

LIST, ONE, TOKEN = "/beheer/diensten", "/beheer/diensten/dienst", "/beheer/diensten/token"
GIVEN = {"name": "koppeling", "about": "Roosters", "unit": "COMPANY", "keeper": "commander"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are read here in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def admin(cast: Cast) -> Client:
    """The functional administrator, logged in with a password just now."""
    made = Client(headers={"accept-language": "en"})
    made.post("/inloggen", {"username": "functional_admin", "password": "demo"})
    administer(made, cast.functional_admin, cast.at)
    return made


@pytest.fixture
def service(cast: Cast) -> Account:
    """A service account that the commander answers for."""
    return make_service(actor=cast.functional_admin.on_duty, at=cast.at, **GIVEN)


def history_of(account: Account) -> list[tuple[str, Any]]:
    person = person_of_account(account)
    assert person is not None
    rows = PersonStep.objects.for_system(reason="trail").filter(record=person.pk)
    return [(row.code.removeprefix("org.person."), row.facts) for row in rows.order_by("serial")]


def told(cast: Cast, name: str) -> list[str]:
    return [one.code for one in notices_of(cast.members[name].actor).items]


def test_service_gets_an_entry_in_the_organisation_and_a_keeper_who_is_told(
    cast: Cast, service: Account
) -> None:
    person = person_of_account(service)
    assert person is not None
    assert (person.name, person.status, person.unit) == ("Roosters", "service", cast.company)
    assert (service.is_service, service.has_usable_password()) == (True, False)
    assert history_of(service) == [
        ("imported", {}),
        ("service_made", {"service": str(service.id)}),
    ]
    assert told(cast, "commander") == ["site.service_made"]


def test_service_is_vouched_for_and_taking_it_over_in_the_database_is_found(
    cast: Cast, service: Account
) -> None:
    assert list(breaks()) == []
    person = person_of_account(service)
    assert person is not None
    taken = Person.objects.for_system(reason="trail").filter(pk=person.pk)
    taken.update(account=make_account("indringer"))
    [found] = breaks()
    assert (found.where, found.what) == (person.ref, "account is not what step 1 recorded")


def test_service_may_do_nothing_until_it_is_appointed(cast: Cast, service: Account) -> None:
    before = actor_for(service, cast.at).grants
    person = person_of_account(service)
    assert person is not None
    appoint(person, "employee", cast.company)
    assert (before, actor_for(service, cast.at).holds("reports.report.create")) == ((), True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "soldier"}, "name"),
        ({"unit": "NOWHERE"}, "unit"),
        ({"unit": "GONE"}, "unit"),
        ({"keeper": "nobody-here"}, "keeper"),
        ({"keeper": "los"}, "keeper"),
        ({"keeper": "dienst"}, "keeper"),
    ],
)
def test_service_that_cannot_be_is_refused_at_its_field(
    cast: Cast, change: dict[str, str], field: str
) -> None:
    make_unit("GONE", parent=cast.battalion, level=2, state="dissolved")
    Account.objects.create_account("los")
    Account.objects.create_account("dienst", is_service=True)
    before = Account.objects.count()
    with pytest.raises(ServiceRefused) as refused:
        make_service(actor=cast.functional_admin.on_duty, at=cast.at, **(GIVEN | change))
    assert (refused.value.field, Account.objects.count()) == (field, before)


def test_service_whose_number_is_taken_is_refused_and_leaves_nothing(cast: Cast) -> None:
    last = Account.objects.create_account("los").number
    taken = make_person(unit=cast.company, ref=f"DIENST-{last + 1:06}", name="Iemand")
    with pytest.raises(ServiceRefused, match="is taken"):
        make_service(actor=cast.functional_admin.on_duty, at=cast.at, **GIVEN)
    kept = Person.objects.for_system(reason="access").get(pk=taken.pk)
    assert (kept.name, Account.objects.filter(username="koppeling").exists()) == ("Iemand", False)


def test_whoever_lacks_the_permit_makes_none(cast: Cast, service: Account) -> None:
    actor = cast.commander.actor
    with pytest.raises(AccessDenied):
        make_service(actor=actor, at=cast.at, **GIVEN)
    with pytest.raises(AccessDenied):
        make_service_token(actor=actor, account=service, label="x", days=1, at=cast.at)
    with pytest.raises(AccessDenied):
        services.close_service(actor=actor, account=service, at=cast.at)


def test_pages_are_for_whoever_holds_the_permit(cast: Cast, service: Account) -> None:
    browser = Client()
    browser.post("/inloggen", {"username": "commander", "password": "demo"})
    for address in (LIST, f"{ONE}?service=koppeling"):
        assert browser.get(address).status_code == 403


def test_service_is_made_in_the_browser(cast: Cast, admin: Client) -> None:
    answer = admin.post(LIST, GIVEN)
    assert answer["Location"] == f"{ONE}?service=koppeling"
    shown = admin.get(answer["Location"]).content.decode()
    assert ("Roosters" in shown, "commander answers for it" in shown) == (True, True)
    listed = admin.get(LIST).content.decode()
    assert f'href="{ONE}?service=koppeling"' in listed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Koppeling!"}, "Use small letters"),
        ({"name": "soldier"}, "This name is taken."),
        ({"about": ""}, "required"),
        ({"unit": "x\x00y"}, "Null characters"),
    ],
)
def test_form_that_is_wrong_says_so(
    cast: Cast, admin: Client, change: dict[str, str], said: str
) -> None:
    answer = admin.post(LIST, GIVEN | change)
    assert (answer.status_code, said in answer.content.decode()) == (400, True)


def test_token_is_shown_once_and_opens_the_api(cast: Cast, admin: Client, service: Account) -> None:
    given = {"service": "koppeling", "label": "server", "days": "10"}
    shown = admin.post(TOKEN, given).content.decode()
    found = re.search(r"baken_[\w-]+", shown)
    assert found is not None
    assert token_shown(found[0], cast.at + timedelta(days=9)).account == service
    assert token_shown(found[0], cast.at + timedelta(days=10)) is None
    assert found[0] not in admin.get(f"{ONE}?service=koppeling").content.decode()
    assert history_of(service)[-1] == ("token_made", {"days": 10, "service": str(service.id)})
    assert told(cast, "commander") == ["site.token_made", "site.service_made"]


@pytest.mark.parametrize("days", ["0", "367", "x", ""])
def test_token_of_a_wrong_term_is_not_made(
    cast: Cast, admin: Client, service: Account, days: str
) -> None:
    answer = admin.post(TOKEN, {"service": "koppeling", "label": "x", "days": days})
    assert (answer.status_code, ApiToken.objects.count()) == (400, 0)


def test_token_is_withdrawn_in_the_browser(cast: Cast, admin: Client, service: Account) -> None:
    make_service_token(
        actor=cast.functional_admin.on_duty, account=service, label="a", days=9, at=cast.at
    )
    token = ApiToken.objects.get()
    for chosen in ("x", str(token.id)):
        answer = admin.post("/beheer/diensten/intrekken", {"service": "koppeling", "token": chosen})
        assert answer["Location"] == f"{ONE}?service=koppeling"
    assert ApiToken.objects.get().revoked_at == cast.at
    assert history_of(service)[-1][0] == "token_revoked"


def test_closed_service_opens_nothing_and_gets_no_token(
    cast: Cast, admin: Client, service: Account
) -> None:
    token = make_service_token(
        actor=cast.functional_admin.on_duty, account=service, label="a", days=9, at=cast.at
    )
    for _ in range(2):
        admin.post("/beheer/diensten/sluiten", {"service": "koppeling"})
    assert token_shown(token, cast.at) is None
    answer = admin.post(TOKEN, {"service": "koppeling", "label": "x", "days": "9"})
    assert (answer.status_code, "This account was closed." in answer.content.decode()) == (
        400,
        True,
    )
    closed = [facts for code, facts in history_of(service) if code == "service_closed"]
    assert closed == [{"withdrawn": 1, "service": str(service.id)}]


def test_service_that_stands_in_no_organisation_file_says_so(cast: Cast, admin: Client) -> None:
    account = Account.objects.create_account("los", is_service=True)
    shown = admin.get(f"{ONE}?service=los").content.decode()
    assert "so it may do nothing" in shown
    assert Person.objects.for_system(reason="access").filter(account=account).count() == 0


def test_trace_of_a_service_without_an_entry_is_kept_with_its_keeper(cast: Cast) -> None:
    Account.objects.create_account("los", is_service=True, kept_by=cast.commander.account)
    account = services.service_named("los")
    assert account is not None
    make_service_token(
        actor=cast.functional_admin.on_duty, account=account, label="a", days=9, at=cast.at
    )
    assert history_of(cast.commander.account)[-1][0] == "token_made"


@pytest.mark.parametrize("name", ["", "soldier", "nothing", "a\x00b", "x" * 300])
def test_service_that_is_not_there_is_not_found(cast: Cast, admin: Client, name: str) -> None:
    assert admin.get(ONE, {"service": name}).status_code == 404


def test_list_goes_on_after_fifty(cast: Cast, admin: Client) -> None:
    names = [f"dienst-{number:02}" for number in range(52)]
    for name in names:
        Account.objects.create_account(name, is_service=True)
    first = services.services_page("")
    rest = services.services_page(first.next_cursor)
    found = [one.username for page in (first, rest) for one in page.items]
    assert (len(first.items), found) == (50, names[::-1])
    assert f"?cursor={first.next_cursor}" in admin.get(LIST).content.decode()
    assert admin.get(f"{LIST}?cursor=nonsense")["Location"] == LIST
