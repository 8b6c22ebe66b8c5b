"""Every page, as several people, on a phone and on a screen, in light and dark: axe finds nothing.

Source: WCAG 2.2 AA. Beside axe: nothing is wider than the screen, down to 320 px and at 200 % zoom.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from baken.conftest import Cast
from baken.rooms.consultation.tests.factories import consultation_in
from baken.rooms.measures.tests.factories import make_measure_in
from baken.rooms.measures.tests.purchases import make_purchase_in
from baken.rooms.measures.tests.recommending import make_recommendation_in
from baken.rooms.org.models import Appointment
from baken.rooms.org.tests.factories import (
    LONG_AGO,
    inspected,
    make_equipment,
    make_kiosk,
    make_place_code,
    make_site,
    place_of_site,
    qualified,
)
from baken.rooms.org.tests.handovers import handover_in
from baken.rooms.org.workflow import UNIT
from baken.rooms.register.actions import take_slice_step
from baken.rooms.register.tests.bow_ties import make_whole, weakened
from baken.rooms.register.tests.deciding import pending
from baken.rooms.register.tests.factories import MEDIUM, give_score, make_risk
from baken.rooms.register.tests.options import write_options
from baken.rooms.register.tests.planted_decisions import decision_in
from baken.rooms.register.tests.planted_slices import slice_in
from baken.rooms.reports.actions import submit_report, take_step
from baken.rooms.reports.actions.release_identity import release_identity
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.models import OccurrenceCode
from baken.rooms.reports.queries.notifications import notifications_of as duties_shown
from baken.rooms.reports.rules import Intake
from baken.rooms.reports.tests.factories import (
    CLASSIFICATION,
    make_accident_record,
    make_occurrence,
    make_report,
)
from tests.journeys.asked_pages import CONSULTATIONS, RECOMMENDATIONS
from tests.journeys.assessment_pages import ASSESSMENTS, SHEETS, assessed
from tests.journeys.test_account_pages import ACCOUNT_PAGES, WATCHED

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="what a page looks like does not depend on the database; other journeys run on both",
)

LONG = "Een ladder met een gescheurde sport in de Pantserinfanteriebataljonswerkplaats. " * 4
PUBLIC = (
    *("/", "/melden", "/demo", "/code", "/inloggen", "/no-such-page", "/meldingen/M-1-1"),
    *("/melden?place={place}", "/kiosk/{kiosk}", "/papier/00000000"),
)
OWN = (
    "/",
    "/melden",
    "/mijn-meldingen",
    "/meldingen/{answered}",
    "/berichten",
    "/berichten?group=own",
    "/account/berichten",
    "/processen-verbaal",
    "/processen-verbaal/aanvragen",
    "/eenheden",
)
LISTS = ("/meldingen", "/meldingen?q=ladder&state=received", "/meldingen?q=absent", "/voorvallen")
FILES = (
    "/meldingen/exporteren",
    "/meldingen/routes",
    "/meldingen/routes?unit=COMPANY&kind=accident&subjects=asbestos",
    "/voorvallen/exporteren?kind=accident",
    "/voorvallen/exporteren/zonder-personen",
    "/voorvallen/tellingen",
    "/voorvallen/tellingen/verloop",
    "/voorvallen/dubbel",
    "/meldingen/exporteren/ander-systeem",
    "/voorvallen/maanden",
)
STEPS = ("triage", "hand_over", "out_of_scope", "redirect_integrity")
WORK = (
    "/meldingen/{fresh}",
    "/meldingen/{answered}",
    *(f"/meldingen/{{fresh}}/stap/{step}" for step in STEPS),
    "/meldingen/{open}/stap/answer",
    "/meldingen/{open}/stap/move",
    "/voorvallen/{occurrence}",
    "/meldingen/{fresh}/lijkt-op",
    "/voorvallen/{occurrence}/lijkt-op",
    *(
        f"/voorvallen/{{occurrence}}/stap/{step}"
        for step in ("classify", "assign", "merge", "set_parent", "propose_lower", "raise")
    ),
)
DUTIES = (
    "/meldplichten",
    "/meldplichten?state=overdue&duty=nla_accident",
    "/meldplichten/{duty}",
    *(f"/meldplichten/{{duty}}/stap/{step}" for step in ("notify", "propose_not_required")),
    "/voorvallen/{occurrence}/meldplicht",
    "/ongevallenlijst",
    "/ongevallenlijst/exporteren",
)
DOORS = (
    "/balie",
    "/papier",
    "/papier/afdrukken",
    "/posters?site=HAV-1",
    "/posters/afdrukken?code={place}",
    "/kiosken",
    "/kiosken?site=HAV-1",
    "/voorvallen/{in_flight}/e5x",
    "/meldingen/{fresh}/vragen",
    "/meldingen/{fresh}/vragen?subject=hazardous_substance",
)
POSTS = (
    "/eenheden/COMPANY/functies",
    "/eenheden/COMPANY/benoemen",
    "/mijn-functies",
    "/functies/{own_post}/delegeren",
    "/functies/{team_post}/beeindigen",
    "/rollen",
)
LIBRARY = (
    "/bibliotheek",
    "/bibliotheek/scoringsmodellen/generic_5x5",
    "/bibliotheek/scoringsmodellen/fine_kinney_nl?probability=6&exposure=6&effect=7",
    "/bibliotheek/scoringsmodellen/fine_kinney_three_classes/1?effect=9",
    "/bibliotheek/mandaat",
    "/bibliotheek/advies",
    "/bibliotheek/escalatie",
    "/bibliotheek/kleine-aanschaf",
    "/bibliotheek/stapelen",
    "/bibliotheek/risicobereidheid",
    "/bibliotheek/acceptatie",
    "/bibliotheek/gevaren",
    "/bibliotheek/gevaren?q=absent",
    "/bibliotheek/standaardmaatregelen?level=source",
    "/bibliotheek/lijsten/risk_classes",
    "/bibliotheek/instrumenten",
    "/bibliotheek/instrumenten/lmra_core",
    "/bibliotheek/instrumenten/rie_core/1.0.0",
    "/bibliotheek/instrumenten/lmra_core/1.0.0/proberen",
)
UNIT_STEPS = tuple(step.name for step in UNIT.steps)
REORGANISING = (
    "/eenheden?on=2026-02-01",
    "/eenheden/COMPANY",
    "/eenheden/COMPANY/oprichten",
    *(f"/eenheden/COMPANY/stap/{step}" for step in UNIT_STEPS),
)
THINGS = (
    "/locaties",
    "/locaties/HAV-1",
    "/locaties/HAV-1/etiket",
    "/locaties/HAV-1/stap/hand_over",
    "/materieel",
    "/materieel/etiketten",
    "/materieel/overdragen",
    "/materieel/LADR-1",
    "/materieel/LADR-1/etiket",
    *(f"/materieel/LADR-1/stap/{step}" for step in ("inspect", "take_out", "hand_over")),
    "/eenheden/COMPANY/personen",
    "/personen/{person}",
)
SLICES = (
    "/samenlopen",
    "/samenlopen/nieuw",
    "/samenlopen/{slice}",
    *(
        f"/samenlopen/{{slice}}/stap/{step}"
        for step in ("add_risk", "add_risk?risk={risk}", "revise", "end")
    ),
)
DECISIONS = ("/besluiten/{decision}", "/besluiten/{decision}/stap/note_condition")
WEIGHING = ("/risicos/{risk}/weging", "/risicos/{weighed}/weging")
RISKS = (
    "/risicos",
    "/risicos?risk_class=high&state=open",
    "/risicos/nieuw",
    "/risicos/exporteren",
    "/risicos/{risk}",
    *WEIGHING,
    *(
        f"/risicos/{{risk}}/stap/{step}"
        for step in ("score", "own", "rate_locally", "describe", "analyse")
    ),
    "/risicos/{risk}/eenheden",
    "/voorvallen/{occurrence}/risico",
    "/voorvallen/{occurrence}/risico/bij",
    "/voorvallen/{occurrence}/barriere",
    "/meldingen/{fresh}/risico",
    "/risicos/{weighed}/stap/write_options",
)
BOW_TIES = (
    "/vlinderdassen",
    "/vlinderdassen/nieuw",
    "/vlinderdassen/{bow_tie}",
    *(
        f"/vlinderdassen/{{bow_tie}}/stap/{step}"
        for step in ("describe", "add_barrier", "place_barrier?line=t1", "note_signal?barrier=b3")
    ),
)
MEASURES = (
    "/maatregelen",
    "/maatregelen?state=open&q=absent",
    "/maatregelen/nieuw?for={risk}",
    "/maatregelen/exporteren",
    "/kleine-aanschaf",
    "/kleine-aanschaf?state=open&q=absent",
    "/kleine-aanschaf/nieuw",
    "/kleine-aanschaf/nieuw?for={risk}",
    "/kleine-aanschaf/budgetten",
    "/kleine-aanschaf/exporteren",
    "/kleine-aanschaf/{purchase}",
    *(f"/kleine-aanschaf/{{purchase}}/stap/{step}" for step in ("check", "check_effect")),
    "/maatregelen/{measure}",
    *(f"/maatregelen/{{measure}}/stap/{step}" for step in ("describe", "ask_unit")),
)
HANDOVERS = (
    "/overdracht",
    "/overdracht/{handover}",
    "/overdracht/{handover}/eerste-uur",
    "/overdracht/{handover}/stap/write",
)
PAGES = {
    "nobody": PUBLIC,
    "soldier": (
        *OWN,
        *LIBRARY,
        "/processen-verbaal/{drawn_up}",
        "/meldingen/{answered}/stap/not_solved",
        "/meldingen/{answered}/stap/confirm_solved",
        "/draad/{open}",
        "/rie/{held}",
    ),
    "team_leader": ("/", "/meldingen/{fresh}", "/voorvallen/{occurrence}", "/eenheden/COMPANY"),
    "safety_adviser": (
        "/",
        *LISTS,
        *FILES,
        *WORK,
        *THINGS,
        *DOORS,
        *DUTIES,
        "/draad/{risk}",
        "/draad/{measure}",
        "/draad/{fresh}",
        "/eenheden/BATTALION/beeld",
        *SLICES,
        *RISKS,
        *BOW_TIES,
        *DECISIONS,
        *MEASURES,
        *RECOMMENDATIONS,
        *CONSULTATIONS,
        *ASSESSMENTS,
        *SHEETS,
        "/zoeken",
        "/zoeken?q=ladder",
        "/zoeken?q=absent",
    ),
    "commander": (
        "/besluiten/{decision}/stap/suspend",
        "/",
        "/berichten",
        "/meldingen/{fresh}",
        "/meldingen/{fresh}/inzage",
        "/voorvallen/{occurrence}/inzage",
        "/voorvallen/{occurrence}/processen-verbaal",
        "/processen-verbaal/{drawn_up}",
        "/processen-verbaal/{drawn_up}/inzage",
        "/processen-verbaal/{drawn_up}/stap/draw_up",
        "/overdragen",
        "/eenheden/BATTALION",
        "/eenheden/BATTALION/beeld",
        *WEIGHING,
        "/risicos/{weighed}",
        *("/maatregelen/{measure}/stap/decide", "/aanbevelingen/{recommendation}/stap/answer"),
        *POSTS,
        *HANDOVERS,
    ),
    "outsider": ("/", "/meldingen", "/meldingen/{fresh}", "/mijn-meldingen", "/berichten"),
    "reader": (
        "/voorvallen",
        "/voorvallen/tellingen",
        "/voorvallen/{occurrence}",
        "/meldplichten/{duty}",
        "/draad/{occurrence}",
    ),
    "office": ("/kleine-aanschaf/wat-eenheden-kopen", "/bibliotheek/instrumenten"),
    "inspector": ("/meldingen/{fresh}/melder/inspectie", "/aanbevelingen/nieuw"),
    "functional_admin": ("/", "/eenheden", "/no-such-page", *REORGANISING),
}
LOOKS = ((360, "light"), (1280, "dark"), (360, "dark"), (1280, "light"))
# Addresses that show no page of their own: they only take something, or hand out data.
NO_PAGE = {
    "source",
    *("instrument-file", "instrument-import", "instrument-picture"),
    "survey-import",  # looked at in the journey of a branch RI&E
    "notification-evidence",
    "code-file",
    "code-questions",
    "poster-pdf",
    "poster-withdraw",
    "kiosk-renew",
    "kiosk-shut",
    "kiosk-report",  # looked at in the journey of the kiosk
    "draft",
    "message",
    "add-file",
    "purchase-file",
    "purchase-quote",
    "recommendation-file",
    "recommendation-views",
    "pdf",
    "identity",
    "qualify",
    "place",
    "mark-read",
    "report-views",
    "risk-views",
    "measure-views",
    "weighing-pdf",
    "occurrence-views",
    "file",
    "logout",
    "set_language",
    "app-remove",
    "outside",
    "outside-back",
    "passkey-creation",
    "passkey-login",
    "passkey-question",
    "passkey-remove",
    "recovery",
    "repeat",
    "end-repeat",
    "settle",
    "administration-open",
    "administration-close",
    "service-close",
    "service-revoke",
    "service-token",
    "session-end",
    "token-revoke",
}


@pytest.fixture
def records(cast: Cast, deliver: Callable[[], int]) -> dict[str, str]:
    """A report in each stage that has a page of its own, and somebody who reads summaries only."""
    cast.add("reader", ("prevention_officer", "BATTALION", None))
    cast.add("office", ("vms_office", "MINISTRY", None))
    soldier, adviser = cast.soldier.actor, cast.safety_adviser.actor
    intake = Intake(story=LONG, place="Werkplaats 2", still_dangerous=True)
    fresh = submit_report(actor=soldier, intake=intake, at=cast.at, key="fresh").report
    inspector = cast.add("inspector", ("ivd_inspector", "MINISTRY", None)).person
    release = {"to": inspector.id, "until": cast.at.date(), "ground": "Inspectie 12"}
    release_identity(actor=adviser, report=fresh, at=cast.at, **release)
    other = Intake(story=LONG, place="Werkplaats 3", immediate_action="Weggezet.")
    started = submit_report(actor=soldier, intake=other, at=cast.at, key="open").report
    hurt = [{"outcome": "first_aid", "hospital_admission": True}]
    fields = {**CLASSIFICATION, "domains": ["work"], "injuries": hurt}
    started = take_step(actor=adviser, record=started, step="triage", at=cast.at, fields=fields)
    third = Intake(story="Een losse kabel.", place="Poort 2")
    answered = submit_report(actor=soldier, intake=third, at=cast.at, key="answered").report
    send_message(actor=adviser, report=answered, text="Waar precies?", at=cast.at)
    for step, fields in (("triage", CLASSIFICATION), ("answer", {"answer": "Vastgezet. Dank."})):
        answered = take_step(actor=adviser, record=answered, step=step, at=cast.at, fields=fields)
    make_report(unit=cast.company, at=cast.at - timedelta(days=40), story="Een oude ladder.")
    deliver()
    site = make_site("HAV-1", holder=cast.battalion, buildings=["Gebouw B12"])
    ladder = make_equipment(unit=cast.company, ref="LADR-1", site=site, due_on=LONG_AGO)
    inspected(ladder, result="conditional", remarks="Sport vervangen. " * 9)
    qualified(cast.soldier.person, valid_until=LONG_AGO, obtained_on=LONG_AGO)
    place = make_place_code(place_of_site(site, "Gebouw B12"))
    in_flight = make_occurrence(unit=cast.company, at=cast.at, title=LONG[:80])
    OccurrenceCode.objects.create(record=in_flight, scheme="domain", code="aviation")
    drawn_up = make_accident_record(
        unit=cast.company, at=cast.at, person=cast.soldier.person, course=LONG
    )
    return {
        **_register(cast),
        **_around(cast),
        **assessed(cast, LONG),
        "duty": duties_shown(adviser, started.occurrence)[0].ref,
        "in_flight": in_flight.ref,
        "drawn_up": drawn_up.ref,
        "place": place.code,
        "kiosk": make_kiosk(place).kiosk.code,
        "person": cast.soldier.person.ref,
        "fresh": fresh.ref,
        "open": started.ref,
        "answered": answered.ref,
        "occurrence": started.occurrence.ref,
        "own_post": str(_post(cast, "commander")),
        "team_post": str(_post(cast, "team_leader")),
    }


def _register(cast: Cast) -> dict[str, str]:
    """What has a page of its own in the register."""
    adviser, here = cast.safety_adviser.actor, {"unit": cast.company, "at": cast.at}
    bow_tie = make_whole(actor=adviser, **here)
    return {
        "bow_tie": weakened(bow_tie, adviser, cast.at, LONG[:190]).ref,
        "slice": slice_in(circumstances=["darkness"], **here).ref,
        "decision": decision_in(**here).ref,
        "risk": _risk(cast).ref,
        "weighed": _weighed(cast).ref,
    }


def _around(cast: Cast) -> dict[str, str]:
    """A measure, its kin, a consultation and a handover of command, each with long words."""
    here = {"unit": cast.company, "at": cast.at}
    measure = make_measure_in(**here, title=LONG[:110], description=LONG)
    advised = make_recommendation_in(**here, title=LONG[:110], description=LONG)
    asked = consultation_in(**here, state="asked", title=LONG[:110], question=LONG)
    leaves = cast.commander.person
    handover = handover_in(unit=cast.battalion, at=cast.at, outgoing=leaves, narrative=LONG)
    bought = make_purchase_in(**here, title=LONG[:110], description=LONG)
    return {
        "measure": measure.ref,
        "recommendation": advised.ref,
        "purchase": bought.ref,
        "consultation": asked.ref,
        "handover": handover.ref,
    }


def _risk(cast: Cast) -> Any:
    """A risk that two people scored differently, in two turns."""
    adviser, long = cast.safety_adviser.actor, LONG[:180]
    risk = make_risk(actor=adviser, unit=cast.company, at=cast.at, title=long, scenario=LONG)
    for actor, choice in ((adviser, {}), (adviser, MEDIUM), (cast.commander.actor, {})):
        risk = give_score(risk, actor, cast.at, **choice)
    return risk


def _weighed(cast: Cast) -> Any:
    """A risk before its decider, in a stack, with advice and ten long options."""
    risk = pending(cast, title=LONG[:180], scenario=LONG)
    texts = dict.fromkeys(("what", "task", "people", "money", "time"), LONG[:290])
    option = {**texts, "expected_class": "low"}
    risk = write_options(risk, cast.safety_adviser.actor, cast.at, [option] * 10, LONG)
    other = give_score(
        make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at),
        cast.safety_adviser.actor,
        cast.at,
    )
    group = slice_in(unit=cast.company, at=datetime.now(UTC) + timedelta(hours=2))
    for one in (risk, other):
        fields = {"risk": one.ref, "factors": ["darkness"]}
        take_slice_step(
            actor=cast.safety_adviser.actor,
            record=group,
            step="add_risk",
            at=cast.at,
            fields=fields,
        )
    return risk


def _post(cast: Cast, name: str) -> int:
    """The number of the first post somebody of the cast holds."""
    person = cast.members[name].person
    return Appointment.objects.of(person).earliest("pk").pk


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def look(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 740 if width < 600 else 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]


def faults(page: Page, violations: Callable[..., list[str]]) -> list[str]:
    """What is wrong with the page in any of the four looks."""
    found = []
    for number, (width, scheme) in enumerate(LOOKS):
        look(page, width, scheme)
        lines = [f"{overflow(page)} px too wide"] if overflow(page) > 0 else []
        lines += violations(page, again=number > 1)
        found += [f"{page.url} {width} {scheme}: {line}" for line in lines]
    return found


@pytest.mark.parametrize("who", PAGES)
def test_pages_of_a_role_have_no_violation(
    screens: Any, records: dict[str, str], violations: Callable[..., list[str]], who: str
) -> None:
    page = screens.open(who, confirmed=who != "nobody")
    found = []
    for path in PAGES[who]:
        page.goto(path.format(**records))
        assert "/account/bevestigen" not in page.url
        found += faults(page, violations)
    assert found == []


@pytest.mark.parametrize("who", ["nobody", "safety_adviser"])
def test_unfolded_parts_have_no_violation(
    screens: Any, records: dict[str, str], violations: Callable[..., list[str]], who: str
) -> None:
    page = screens.open(who)
    found = []
    for path in ("/melden", "/meldingen/{fresh}/stap/triage", "/meldingen/{fresh}", "/meldingen"):
        page.goto(path.format(**records))
        page.evaluate(
            "() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
        )
        found += faults(page, violations)
    assert found == []


def test_answers_to_a_sent_form_have_no_violation(
    screens: Any, records: dict[str, str], violations: Callable[..., list[str]]
) -> None:
    page = screens.open("nobody")
    page.goto("/melden")
    page.evaluate("() => { document.querySelector('main form').noValidate = true; }")
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("[data-error-summary]")
    found = faults(page, violations)
    page.locator("#id_story").fill("Een losse kabel.")
    page.locator("[name=still_dangerous][value=no]").check()
    page.locator("main form button[type=submit]").click()
    code = page.locator(".baken-receipt__code").inner_text()
    found += faults(page, violations)
    page.goto("/code")
    page.locator("#id_code").fill(code)
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("#text")
    found += faults(page, violations)
    assert found == []


@pytest.mark.parametrize("who", ["soldier", "safety_adviser"])
def test_pages_fit_at_320_px_and_at_200_percent(
    screens: Any, records: dict[str, str], who: str
) -> None:
    """320 px is also what a screen of 1280 px leaves at 400 %, and 640 px what it leaves at 200 %."""
    page = screens.open(who)
    found = {}
    for path in PAGES[who]:
        page.goto(path.format(**records))
        for width in (320, 640):
            look(page, width, "light")
            found[path, width] = overflow(page)
    assert {place: by for place, by in found.items() if by > 0} == {}


def names_of_pages(resolver: URLResolver) -> set[str]:
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(pattern.name or "")
        elif not str(pattern.pattern).startswith("api/"):
            found |= names_of_pages(pattern)
    return found - {""}


def test_no_page_is_forgotten(rf: Any, records: dict[str, str]) -> None:
    resolver = get_resolver()
    visited = set()
    for path in (path for paths in (*PAGES.values(), ACCOUNT_PAGES, WATCHED) for path in paths):
        bare = path.format(**records).partition("?")[0]
        if bare != "/no-such-page":
            visited.add(resolver.resolve(bare).url_name)
    assert names_of_pages(resolver) - NO_PAGE - visited == set()


def test_axe_finds_a_mistake_that_was_planted(
    screens: Any, violations: Callable[..., list[str]]
) -> None:
    page = screens.open()
    page.goto("/melden")
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    assert [line.partition(":")[0] for line in violations(page)] == ["button-name"]
