"""Experts read what they are asked for advice on: who asks, what opens, what stays shut, who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import Confidentiality, may
from baken.core.access.permits import all_permits
from baken.core.events.outbox import emit
from baken.core.questions import InboxAsk, InboxCard
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries import text_of, url_of
from baken.rooms.org.actions import end_case, give_case, keep_away
from baken.rooms.org.events import CASE_CHANGED
from baken.rooms.org.queries import actor_for
from baken.rooms.reports.answers import inbox_cards, search_hits
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.queries.access import onlookers_on, why_not_in_full
from baken.rooms.reports.tests.factories import make_occurrence, make_report

Clients = Callable[[str], Client]
Deliver = Callable[[], int]
ROLES = ("core_expert", "substances_expert", "dg_specialist")
WHY = "Is dit veilig?"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def expert(cast: Cast, role: str) -> Any:
    """An expert of the other branch, where they read summaries."""
    return cast.add("expert", (role, "SQUADRON", None))


@pytest.fixture
def occurrence(cast: Cast) -> Occurrence:
    """An occurrence of the company with one report."""
    made = make_occurrence(unit=cast.company, at=cast.at)
    make_report(unit=cast.company, at=cast.at, occurrence=made, state="in_handling")
    return made


def ask(cast: Cast, record: Any, who: Any, role: str, **more: Any) -> Any:
    given = {"role": role, "until": None, "ground": WHY, **more}
    adviser = cast.safety_adviser.actor
    return give_case(actor=adviser, person=who.person, record=record, at=cast.at, **given)


def sees(actor: Any) -> tuple[int, int]:
    """How many occurrences and reports an actor sees in full."""
    occurrences = Occurrence.objects.visible_to(actor, READ_OCCURRENCE)
    return occurrences.count(), Report.objects.visible_to(actor, READ).count()


def cards(who: Any, cast: Cast) -> list[InboxCard]:
    return list(inbox_cards(InboxAsk(who.actor, cast.at)))


def notices(who: Any) -> list[Notice]:
    return list(Notice.objects.filter(to_key=who.actor.own_key).order_by("number"))


def test_advice_opens_the_record_and_its_reports_and_nothing_else(
    cast: Cast, occurrence: Occurrence, expert: Any, role: str
) -> None:
    make_occurrence(unit=cast.company, at=cast.at)
    assert sees(expert.actor) == (0, 0)
    ask(cast, occurrence, expert, role)
    assert sees(expert.actor) == (1, 1)


def test_advice_gives_no_more_than_reading(
    cast: Cast, occurrence: Occurrence, expert: Any, role: str
) -> None:
    """Not who reported, no injuries, no step."""
    ask(cast, occurrence, expert, role)
    actor = expert.actor
    held = {name for name in all_permits() if may(actor, name, occurrence)}
    others = (
        "register.risk.",
        "measures.measure.",
        "sheets.sheet.",
    )  # of records that it may lead to, not of this one
    assert {name for name in held if not name.startswith(others)} == {
        "reports.occurrence.read",
        "reports.occurrence.read_summary",
        "reports.report.read",
    }


def test_advice_ends_with_its_last_day_or_at_once(
    cast: Cast, occurrence: Occurrence, expert: Any, role: str
) -> None:
    ask(cast, occurrence, expert, role, until=cast.at.date())
    assert sees(actor_for(expert.account, cast.at + timedelta(days=1))) == (0, 0)
    assert sees(expert.actor) == (1, 1)
    ended = {"person": expert.person, "role": role, "last_day": None, "ground": "Klaar"}
    end_case(actor=cast.commander.actor, record=occurrence, at=cast.at, **ended)
    assert (sees(expert.actor), cards(expert, cast)) == ((0, 0), [])


@pytest.mark.parametrize(("held", "opens"), [(0, True), (1, True), (2, False)])
def test_advice_goes_up_to_sensitive(
    cast: Cast, expert: Any, role: str, held: int, opens: bool
) -> None:
    record = make_occurrence(unit=cast.company, at=cast.at)
    ask(cast, record, expert, role)
    Occurrence.objects.for_system(reason="advance").update(confidentiality=held)
    record.confidentiality = held
    named = [one.name for one in onlookers_on(record, cast.at.date()) if one.kind == "case"]
    assert (sees(expert.actor)[0] == 1, named == ["Speler expert"]) == (opens, opens)


def test_advice_on_what_is_held_too_closely_cannot_be_asked(
    cast: Cast, expert: Any, role: str
) -> None:
    record = make_occurrence(unit=cast.company, at=cast.at, confidentiality=2)
    adviser = cast.safety_adviser.actor
    wide = tuple(replace(one, confidentiality=Confidentiality.RESTRICTED) for one in adviser.grants)
    given = {"person": expert.person, "role": role, "until": None, "ground": WHY}
    with pytest.raises(FieldsRefused, match="held as closely"):
        give_case(actor=replace(adviser, grants=wide), record=record, at=cast.at, **given)


def test_advice_shuts_for_who_is_too_close(
    cast: Cast, occurrence: Occurrence, expert: Any, role: str
) -> None:
    ask(cast, occurrence, expert, role)
    keep_away(
        actor=expert.actor, person=expert.person, record=occurrence, ground="Familie", at=cast.at
    )
    assert (sees(expert.actor), cards(expert, cast)) == ((0, 0), [])


def test_advice_asked_stands_in_the_inbox_with_why_and_until(
    cast: Cast, occurrence: Occurrence, expert: Any, role: str, client_of: Clients
) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    ask(cast, occurrence, expert, role, until=cast.at.date() + timedelta(days=1))
    ask(cast, report, expert, role)
    found = {card.ref: card for card in cards(expert, cast)}
    assert set(found) == {occurrence.ref, report.ref}
    card = found[occurrence.ref]
    assert (card.reason, card.action) == (f"Your advice is asked: {WHY}", "Read")
    assert card.due is not None
    assert card.due.isoformat() == "2026-03-11T23:59:00+01:00"
    shown = client_of("expert").get("/").content.decode()
    assert ("11 March 2026" in shown, "12 March 2026" in shown) == (True, False)
    assert found[report.ref].due is None


@pytest.mark.parametrize("state", ["closed", "merged"])
def test_advice_on_what_is_over_waits_no_longer(
    cast: Cast, expert: Any, role: str, state: str
) -> None:
    record = make_occurrence(unit=cast.company, at=cast.at, state=state)
    ask(cast, record, expert, role)
    assert (sees(expert.actor)[0], cards(expert, cast)) == (1, [])


def test_case_of_an_investigator_stands_in_the_inbox_in_its_own_words(
    cast: Cast, occurrence: Occurrence
) -> None:
    looker = cast.add("looker", ("investigator", "SQUADRON", None))
    ask(cast, occurrence, looker, "investigator")
    assert [card.reason for card in cards(looker, cast)] == [f"You were given this: {WHY}"]


def test_case_that_shows_the_summary_only_stands_in_no_inbox(
    cast: Cast, occurrence: Occurrence
) -> None:
    carer = cast.add("carer", ("aftercare_officer", "SQUADRON", None))
    ask(cast, occurrence, carer, "aftercare_officer")
    assert cards(carer, cast) == []


def test_advice_record_is_found_in_search_and_lists(
    cast: Cast, occurrence: Occurrence, expert: Any, role: str, client_of: Clients
) -> None:
    ask(cast, occurrence, expert, role)
    hits = {hit.ref for hit in search_hits(expert.actor, "kabel", 9)}
    assert occurrence.ref in hits
    assert len(hits) == 2
    client = client_of("expert")
    for kind in ("meldingen", "voorvallen"):
        assert "kabel" in client.get(f"/{kind}").content.decode().lower()
    assert client.get(f"/voorvallen/{occurrence.ref}").status_code == 200


@pytest.mark.parametrize(
    ("kind", "make"), [("meldingen", make_report), ("voorvallen", make_occurrence)]
)
def test_advice_asked_and_ended_is_told(
    cast: Cast, expert: Any, role: str, kind: str, make: Any, deliver: Deliver
) -> None:
    record = make(unit=cast.company, at=cast.at)
    ask(cast, record, expert, role)
    ask(cast, record, expert, role, ground="En morgen?")
    deliver()
    told = [(text_of(one), url_of(one)) for one in notices(expert)]
    changed = f"What your advice on {record.ref} is asked about, or until when, was changed."
    assert told == [
        (f"Your advice on {record.ref} is asked.", f"/{kind}/{record.ref}"),
        (changed, f"/{kind}/{record.ref}"),
    ]
    [card] = cards(expert, cast)
    assert card.reason == "Your advice is asked: En morgen?"
    ended = {"person": expert.person, "role": role, "last_day": None, "ground": "Klaar"}
    end_case(actor=cast.commander.actor, record=record, at=cast.at, **ended)
    deliver()
    over = notices(expert)[-1]
    assert text_of(over) == f"The last day of your advice on {record.ref} was set."
    assert url_of(over) == ""


def test_case_of_an_investigator_is_told_in_its_own_words(
    cast: Cast, occurrence: Occurrence, deliver: Deliver
) -> None:
    looker = cast.add("looker", ("investigator", "SQUADRON", None))
    ask(cast, occurrence, looker, "investigator")
    ask(cast, occurrence, looker, "investigator", ground="Hoe kwam dit?")
    deliver()
    assert [text_of(one) for one in notices(looker)] == [
        f"You were given {occurrence.ref} as a case.",
        f"Why you were given {occurrence.ref} as a case, or until when, was changed.",
    ]


def test_case_of_nobody_known_or_about_another_kind_tells_nobody(
    cast: Cast, occurrence: Occurrence, deliver: Deliver
) -> None:
    news = {"code": "org.case.given", "role": "investigator"}
    for record, person in ((occurrence, 0), (cast.soldier.person, cast.soldier.person.pk)):
        emit(name=CASE_CHANGED, record=record, at=cast.at, payload={**news, "person": person})
    deliver()
    assert not Notice.objects.exists()


def test_reader_of_summaries_is_told_that_advice_opens_it_and_who_asks(cast: Cast) -> None:
    near = cast.add("near", ("core_expert", "BATTALION", None))
    said = why_not_in_full(near.actor, make_occurrence(unit=cast.company, at=cast.at))
    assert said == (
        "Your post gives this right only for what you were given as a case or asked for advice on:"
        " read occurrences in full. Who can: Commander BATTALION, Safety adviser BATTALION,"
        " Supervisor COMPANY. Who can give it to you: Commander BATTALION, Safety adviser"
        " BATTALION."
    )
    auditor = cast.add("auditor", ("auditor", "BATTALION", None))
    told = why_not_in_full(auditor.actor, make_occurrence(unit=cast.company, at=cast.at))
    assert "give it to you" not in told


@pytest.mark.parametrize("kind", ["meldingen", "voorvallen"])
def test_advice_is_asked_on_the_page_of_who_sees_it(
    cast: Cast, client_of: Clients, expert: Any, role: str, kind: str
) -> None:
    make = make_report if kind == "meldingen" else make_occurrence
    page = f"/{kind}/{make(unit=cast.company, at=cast.at).ref}/inzage"
    client = client_of("safety_adviser")
    shown = client.get(page).content.decode()
    assert "Give somebody this case, or ask for advice" in shown
    sent = {"act": "give_case", "case-person": expert.person.ref, "case-role": role}
    assert client.post(page, {**sent, "case-ground": WHY}).status_code == 302
    after = client.get(page).content.decode()
    assert after.count("asked for advice") > shown.count("asked for advice")
    again = client.post(page, {**sent, "case-ground": WHY})
    assert again.status_code == 400
    assert "has this already, until further notice" in again.content.decode()
    own = client_of("expert").get(page)
    assert own.status_code == 200
    assert "Speler expert" in own.content.decode()


def test_advice_is_asked_over_the_api(
    cast: Cast, client_of: Clients, occurrence: Occurrence, expert: Any, role: str
) -> None:
    place = f"/api/v1/occurrences/{occurrence.ref}"
    body = {"person": expert.person.ref, "role": role, "ground": WHY}
    made = client_of("safety_adviser").post(f"{place}/cases", body, content_type="application/json")
    assert made.status_code == 201
    own = client_of("expert").get(place).json()
    assert (own["ref"], own["injuries"]) == (occurrence.ref, None)
