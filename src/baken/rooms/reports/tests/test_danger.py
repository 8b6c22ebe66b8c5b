"""Danger now: who is told, how long it presses, who ends it, and what stays of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import NOBODY, AccessDenied
from baken.core.api.tests.calling import caller
from baken.core.questions import InboxAsk
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.actions import mark_all_read
from baken.rooms.notices.models import Notice
from baken.rooms.org.actions import keep_away
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.answers import inbox_cards
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.alarm import alarmed_posts, dangers_for, first_facts
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.schemas.intake import status_out
from baken.rooms.reports.tests.acts import (
    fresh,
    said_in,
    send,
    send_anonymous,
    step,
    steps_of,
    triage,
)
from baken.rooms.reports.tests.factories import make_report

Clients = Callable[[str], Client]
HOW = "De kabel is spanningsloos gemaakt."


@pytest.fixture
def danger(cast: Cast) -> Report:
    """A report by the soldier that says that it is still dangerous."""
    return send(cast.soldier, at=cast.at, still_dangerous=True).report


def over(cast: Cast, report: Report, who: str = "safety_adviser") -> Report:
    return step(cast.members[who], report, "danger_over", at=cast.at, how=HOW)


def alarms(cast: Cast, who: str) -> list[str]:
    with translation.override("en"):
        found = inbox_cards(InboxAsk(cast.members[who].actor, cast.at, 50))
        return sorted({card.ref for card in found if card.alarm})


# ---- the step ----


@pytest.mark.parametrize("who", ["safety_adviser", "commander"])
def test_danger_over_ends_the_danger_and_keeps_the_state(
    cast: Cast, danger: Report, who: str
) -> None:
    done = over(cast, danger, who)
    assert (done.still_dangerous, done.state) == (False, "received")


@pytest.mark.parametrize("state", ["acknowledged", "in_handling", "answered"])
def test_danger_over_is_possible_while_a_report_is_open(cast: Cast, state: str) -> None:
    report = make_report(unit=cast.company, state=state, at=cast.at, still_dangerous=True)
    done = over(cast, report)
    assert (done.still_dangerous, done.state) == (False, state)
    assert (done.due_at == report.due_at) is (state != "acknowledged")


def test_danger_over_gives_the_usual_term_for_triage(cast: Cast, danger: Report) -> None:
    assert over(cast, danger).due_at == send(cast.soldier, at=cast.at).report.due_at


def test_danger_over_leaves_a_row_and_the_first_word_of_the_reporter(
    cast: Cast, danger: Report
) -> None:
    over(cast, danger)
    first, last = steps_of(danger)[0], steps_of(danger)[-1]
    assert first.facts["still_dangerous"] is True
    assert (last.code, last.words["how"]) == ("reports.report.danger_over", HOW)
    assert first_facts(fresh(danger))["still_dangerous"] is True


def test_danger_over_tells_the_reporter_also_an_anonymous_one(
    cast: Cast, danger: Report, deliver: Callable[[], int]
) -> None:
    nameless = send_anonymous(cast, still_dangerous=True).report
    over(cast, danger)
    over(cast, nameless)
    deliver()
    told = Notice.objects.filter(to_key=cast.soldier.actor.own_key)
    assert "reports.reporter.danger_over" in told.values_list("code", flat=True)
    assert said_in(nameless) == [("handler", "danger_over", HOW)]


def test_danger_over_without_how_is_refused(cast: Cast, danger: Report) -> None:
    with pytest.raises(FieldsRefused) as refused:
        step(cast.commander, danger, "danger_over", at=cast.at)
    assert refused.value.errors.keys() == {"how"}


def test_danger_over_of_what_is_not_dangerous_is_refused(cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    with pytest.raises(StepRefused) as refused:
        over(cast, report)
    assert [one.code for one in refused.value.refusals] == ["no_danger"]


@pytest.mark.parametrize("who", ["soldier", "team_leader", "outsider"])
def test_danger_over_is_not_for_others(cast: Cast, danger: Report, who: str) -> None:
    with pytest.raises(AccessDenied):
        over(cast, danger, who)
    assert fresh(danger).still_dangerous is True


@pytest.mark.parametrize(
    ("state", "name", "fields"),
    [
        ("in_handling", "answer", {"answer": "Klaar."}),
        ("answered", "close", {}),
        ("received", "out_of_scope", {"answer": "Elders."}),
        ("received", "redirect_integrity", {"consent": True}),
    ],
)
def test_danger_that_goes_on_keeps_a_report_from_being_ended(
    cast: Cast, state: str, name: str, fields: dict[str, Any]
) -> None:
    report = make_report(unit=cast.company, state=state, at=cast.at, still_dangerous=True)
    with pytest.raises(StepRefused) as refused:
        step(cast.safety_adviser, report, name, at=cast.at, **fields)
    assert [one.code for one in refused.value.refusals] == ["danger_goes_on"]
    over(cast, report)
    step(cast.safety_adviser, report, name, at=cast.at, **fields)


def test_danger_over_page_asks_how_and_the_badge_goes(
    cast: Cast, danger: Report, client_of: Clients
) -> None:
    client, page = client_of("commander"), f"/meldingen/{danger.ref}"
    before = client.get(page).content.decode()
    assert ("Danger now" in before, f"{page}/stap/danger_over" in before) == (True, True)
    answer = client.post(f"{page}/stap/danger_over", {"how": HOW})
    assert answer["Location"] == page
    after = client.get(page).content.decode()
    assert ("Danger now" in after, f"{page}/stap/danger_over" in after) == (False, False)
    assert "The reporter said that it was still dangerous." in after


def test_danger_over_in_the_api_ends_it_and_a_repeated_sending_says_the_same(cast: Cast) -> None:
    soldier, commander = caller(cast, "soldier"), caller(cast, "commander")
    body = {"story": "Kabel los.", "still_dangerous": True}
    made = soldier.post("/reports", body, **{"Idempotency-Key": "een"})
    ref = made.json()["ref"]
    done = commander.post(f"/reports/{ref}/steps", {"step": "danger_over", "fields": {"how": HOW}})
    assert (done.status_code, done.json()["still_dangerous"]) == (200, False)
    again = soldier.post("/reports", body, **{"Idempotency-Key": "een"})
    assert again.content == made.content


# ---- the inbox ----


@pytest.mark.parametrize("who", ["safety_adviser", "commander", "officer"])
def test_alarm_stays_when_all_notices_are_read_until_the_danger_is_over(
    cast: Cast, who: str
) -> None:
    cast.add("officer", ("duty_officer", "ARMY", None))
    danger = send(cast.soldier, at=cast.at, still_dangerous=True).report
    mark_all_read(actor=cast.members[who].actor, at=cast.at)
    assert alarms(cast, who) == [danger.ref]
    triage(cast, danger)
    assert alarms(cast, who) == [danger.ref]
    over(cast, danger)
    assert alarms(cast, who) == []


def test_alarm_of_a_danger_that_is_over_presses_nobody_though_unread(
    cast: Cast, danger: Report, client_of: Clients
) -> None:
    over(cast, danger)
    items = client_of("commander").get("/").context["items"]
    assert [item["ref"] for item in items if item["alarm"]] == []


@pytest.mark.parametrize("who", ["outsider", "soldier", "team_leader", "former_holder"])
def test_alarm_is_not_for_others(cast: Cast, danger: Report, who: str) -> None:
    assert danger.still_dangerous
    assert alarms(cast, who) == []


@pytest.mark.parametrize("who", ["safety_adviser", "commander"])
def test_alarm_leaves_the_inbox_of_who_is_kept_away(
    cast: Cast, danger: Report, client_of: Clients, who: str
) -> None:
    cast.add("second", ("commander", "BATTALION", None), ("safety_adviser", "BATTALION", None))
    client, api = client_of(who), caller(cast, who)

    def shown() -> list[str]:
        page = [item["ref"] for item in client.get("/").context["items"] if item["alarm"]]
        return page + [one["ref"] for one in api.get("/inbox").json()["items"] if one["alarm"]]

    assert shown() == [danger.ref, danger.ref]
    member = cast.members[who]
    given = {"person": member.person, "record": danger, "ground": "Familie", "at": cast.at}
    keep_away(actor=member.actor, **given)
    assert client.get(f"/meldingen/{danger.ref}").status_code == 404
    assert shown() == []


def test_dangers_for_nobody_are_none(danger: Report) -> None:
    assert dangers_for(NOBODY, 9) == []


def test_dangers_are_bounded_newest_first_and_open_alone(cast: Cast) -> None:
    made = [make_report(unit=cast.company, at=cast.at, still_dangerous=True) for _ in range(3)]
    make_report(unit=cast.company, state="closed", at=cast.at, still_dangerous=True)
    newest = sorted(made, key=lambda one: -one.pk)
    assert dangers_for(cast.commander.actor, 2) == newest[:2]


def test_dangers_are_read_by_their_own_index(cast: Cast) -> None:
    rows = (
        Report.objects.for_system(reason="trail").filter(still_dangerous=True).order_by("-number")
    )
    if connection.vendor == "sqlite":
        assert "report_still_dangerous" in rows[:9].explain()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert "still_dangerous" in rows[:9].explain()


# ---- who is told ----


def told(code: str = "reports.still_dangerous") -> set[str]:
    return set(Notice.objects.filter(code=code, urgent=True).values_list("to_key", flat=True))


def test_alarm_tells_the_nearest_commander_and_the_one_of_the_battalion(cast: Cast) -> None:
    captain = cast.add("captain", ("commander", "COMPANY", None))
    send(cast.soldier, at=cast.at, still_dangerous=True)
    wanted = (captain, cast.commander, cast.safety_adviser)
    assert told() == {member.actor.own_key for member in wanted}


def test_alarm_without_a_battalion_tells_the_next_commander_above(cast: Cast) -> None:
    make_unit("WORKSHOP", parent=cast.army, level=2)
    general = cast.add("general", ("commander", "ARMY", None))
    send_anonymous(cast, unit="WORKSHOP", still_dangerous=True)
    assert told() == {general.actor.own_key}


def test_alarm_goes_along_when_the_report_is_passed_to_another_unit(
    cast: Cast, danger: Report, deliver: Callable[[], int]
) -> None:
    step(cast.safety_adviser, danger, "hand_over", at=cast.at, owner_unit="SQUADRON")
    deliver()
    assert cast.outsider.actor.own_key in told()


def test_alarmed_posts_are_posts_and_no_names(cast: Cast, danger: Report) -> None:
    with translation.override("en"):
        posts = alarmed_posts(danger, cast.at)
    battalion = cast.battalion.name_nl
    assert posts == [f"Commander {battalion}", f"Safety adviser {battalion}"]


@pytest.mark.parametrize(
    ("language", "soon", "call"),
    [("en", "within the hour", "Call 112"), ("nl", "binnen een uur", "Bel 112")],
)
def test_sent_pages_say_who_was_alarmed_how_soon_and_whom_to_call(
    cast: Cast, client_of: Clients, language: str, soon: str, call: str
) -> None:
    for who, identity in (("soldier", "named"), ("nobody", "anonymous")):
        client = client_of(who)
        sent = {"story": "Kabel los.", "still_dangerous": "yes", "identity": identity}
        sent["unit"] = "COMPANY"
        answer = client.post("/melden", sent, follow=True, headers={"accept-language": language})
        text = answer.content.decode()
        assert (soon in text, call in text, cast.battalion.name_nl in text) == (True,) * 3
        assert "next working day" not in text
        assert "volgende werkdag" not in text


def test_journey_of_a_triaged_danger_says_that_it_is_known(cast: Cast, danger: Report) -> None:
    triage(cast, danger)
    with translation.override("en"):
        journey = journey_of(fresh(danger), cast.at)
    assert journey.next == "The people who can act know of the danger and are handling it."
    assert len(journey.alarmed) == 2


def test_status_by_code_names_the_posts_that_were_alarmed(cast: Cast) -> None:
    sent = send_anonymous(cast, still_dangerous=True)
    told_to = status_out(sent.report, journey_of(sent.report, cast.at), [], []).alarmed
    assert len(told_to) == 2
