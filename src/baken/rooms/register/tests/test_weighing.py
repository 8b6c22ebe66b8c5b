"""The weighing sheet: on one page what a decider weighs, on paper on one side, over HTTP the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import Actor
from baken.core.page import pdf
from baken.core.page.tests.papers import pages_in
from baken.rooms.register.actions import take_slice_step
from baken.rooms.register.models import Advice, Risk
from baken.rooms.register.queries.weighing import Power, weighing_of
from baken.rooms.register.tests.deciding import (
    HANDED_UP,
    MINUTE,
    accepted,
    advised,
    pending,
    take,
)
from baken.rooms.register.tests.factories import MEDIUM, give_score, make_risk
from baken.rooms.register.tests.options import FENCE, STOP, WAITING, write_options
from baken.rooms.register.tests.planted_slices import slice_in
from baken.rooms.register.views.weighing_rows import WHOLE, Room, sheet_rows

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def weighed(cast: Cast) -> Risk:
    """A risk that waits for a decision, with options and advice."""
    return write_options(pending(cast), cast.safety_adviser.actor, cast.at)


def sheet(browser: Client, risk: Risk) -> str:
    answer = browser.get(f"/risicos/{risk.ref}/weging")
    assert answer.status_code == 200
    return answer.content.decode()


def power_of(actor: Actor, risk: Risk, at: datetime) -> Power:
    """What of the decision is somebody's, in English."""
    with translation.override("en"):
        power = weighing_of(actor, risk, at + 2 * MINUTE).power
    assert power is not None
    return power


def test_sheet_holds_question_options_advice_and_who_decides(
    cast: Cast, weighed: Risk, client_of: Browser
) -> None:
    page = sheet(client_of("commander"), weighed)
    said = ("Mag dit zo?", WAITING, FENCE["what"], FENCE["money"], "Het kan zo, met toezicht.")
    assert [one for one in said if one not in page] == []
    assert "Medium for 1 day in" in page
    assert "By this post you may accept up to medium, for at most 365 days." in page
    assert f"/risicos/{weighed.ref}/stap/accept" in page


def test_who_cannot_decide_reads_why_and_who_can(
    cast: Cast, weighed: Risk, client_of: Browser
) -> None:
    page = sheet(client_of("safety_adviser"), weighed)
    assert "You hold no commander&#x27;s post. Who can sign now:" in page
    assert "You can decide on this." not in page
    assert f"/risicos/{weighed.ref}/stap/write_options" in page


def test_who_never_decides_hears_of_no_power_and_of_nothing_that_is_needed(
    cast: Cast, weighed: Risk
) -> None:
    power = power_of(cast.safety_adviser.actor, weighed, cast.at)
    assert (list(power.limits), len(power.not_mine), list(power.needed)) == ([], 1, [])


def test_commander_within_the_mandate_reads_that_it_is_theirs(cast: Cast, weighed: Risk) -> None:
    power = power_of(cast.commander.actor, weighed, cast.at)
    assert (list(power.not_mine), list(power.needed)) == ([], [])


def test_commander_beyond_the_mandate_reads_the_limit_and_who_can(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast, high=True)
    power = power_of(cast.commander.actor, risk, cast.at)
    [limit], [refusal, *_more] = power.limits, power.not_mine
    assert limit.endswith("By this post you may accept up to medium, for at most 365 days.")
    assert "Your post on BATTALION is of level 3" in refusal
    assert "Speler head" in refusal


def test_broken_limit_asks_who_may_exempt(cast: Cast) -> None:
    risk = pending(cast, breaches=True)
    power = power_of(cast.commander.actor, risk, cast.at)
    assert "A limit of law is deviated from: that takes level 5 or above." in power.who


def test_missing_advice_is_needed_first(cast: Cast, weighed: Risk) -> None:
    Advice.objects.of(weighed).delete()
    power = power_of(cast.commander.actor, weighed, cast.at)
    assert [text.partition(":")[0] for text in power.needed] == ["Advice is needed first"]


def test_waiting_is_shown_when_nobody_wrote_options(cast: Cast, client_of: Browser) -> None:
    page = sheet(client_of("commander"), pending(cast))
    assert "Nobody wrote what happens when nobody decides." in page
    assert "The class stays medium." in page
    assert "Nobody wrote any other option yet." in page


def test_what_a_lower_level_handed_up_is_read_by_the_next(cast: Cast, client_of: Browser) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast, high=True)
    risk = take(cast.commander.actor, risk, "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    found = weighing_of(cast.members["head"].actor, risk, cast.at + 3 * MINUTE)
    assert found.asked is not None
    assert found.asked.text == HANDED_UP["question"]
    assert found.waiting == HANDED_UP["effect_of_not_deciding"]
    page = sheet(client_of("head"), risk)
    for said in (HANDED_UP["advice"], HANDED_UP["cost"], "Handed up by level 3"):
        assert said in page


def test_risk_that_nobody_scored_says_to_score_first(cast: Cast, client_of: Browser) -> None:
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    page = sheet(client_of("safety_adviser"), risk)
    assert "score the risk as it is now first" in page
    assert "No question has been put up yet." in page
    assert "Nothing waits for a decision now" in page


def test_score_that_is_kept_from_a_reader_does_not_show_on_the_sheet(
    cast: Cast, client_of: Browser
) -> None:
    adviser = cast.safety_adviser.actor
    risk = make_risk(actor=adviser, unit=cast.company, at=cast.at)
    risk = give_score(risk, adviser, cast.at, **MEDIUM)
    shown = sheet(client_of("safety_adviser"), risk)
    hidden = sheet(client_of("commander"), risk)
    assert "Medium for 1 day" in shown
    assert "edium" not in hidden.partition("<main")[2]
    assert "What people meet together" not in hidden
    told = client_of("commander").get(f"/api/v1/risks/{risk.ref}/weighing").json()
    assert (told["kept_back"], told["current_class"], told["who_decides"]) == (True, None, [])


def test_spread_of_the_scores_is_said(cast: Cast, client_of: Browser) -> None:
    adviser = cast.safety_adviser.actor
    risk = make_risk(actor=adviser, unit=cast.company, at=cast.at)
    for actor, choice in ((adviser, MEDIUM), (cast.commander.actor, {})):
        risk = give_score(risk, actor, cast.at, **choice)
    assert "They came to different classes. The highest stands." in sheet(
        client_of("commander"), risk
    )
    risk = give_score(risk, adviser, cast.at, **MEDIUM)
    risk = give_score(risk, cast.commander.actor, cast.at, **MEDIUM)
    assert "They came to the same class." in sheet(client_of("commander"), risk)


def test_risk_page_leads_the_decider_to_the_sheet_and_others_to_read_it(
    cast: Cast, weighed: Risk, client_of: Browser
) -> None:
    address = f'href="/risicos/{weighed.ref}/weging"'
    decider = client_of("commander").get(f"/risicos/{weighed.ref}")
    reader = client_of("safety_adviser").get(f"/risicos/{weighed.ref}")
    assert [one["name"] for one in decider.context["steps"] if one["primary"]] == []
    for answer, label in ((decider, "Weigh and decide"), (reader, "See the weighing sheet")):
        assert f"{address}>{label}" in answer.content.decode()


def test_who_handed_it_up_is_not_asked_to_decide_any_more(
    cast: Cast, weighed: Risk, client_of: Browser
) -> None:
    cast.add("head", ("commander", "ARMY", None))
    take(cast.commander.actor, weighed, "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    for who, asked in (("commander", False), ("head", True)):
        page = client_of(who).get(f"/risicos/{weighed.ref}").content.decode()
        assert ("Your decision is asked" in page) is asked


def test_sheet_of_a_risk_out_of_reach_is_not_there(
    cast: Cast, weighed: Risk, client_of: Browser
) -> None:
    for path in (f"/risicos/{weighed.ref}/weging", f"/risicos/{weighed.ref}/weging/pdf"):
        assert client_of("outsider").get(path).status_code == 404


def test_stack_is_read_on_the_page_and_on_paper(
    cast: Cast, weighed: Risk, client_of: Browser
) -> None:
    adviser, at = cast.safety_adviser.actor, cast.at + 3 * MINUTE
    other = give_score(make_risk(actor=adviser, unit=cast.company, at=at), adviser, at)
    ends = datetime.now(UTC) + timedelta(hours=2)
    group = slice_in(unit=cast.company, at=ends, circumstances=["darkness"])
    for risk in (weighed, other):
        fields = {"risk": risk.ref}
        take_slice_step(actor=adviser, record=group, step="add_risk", at=at, fields=fields)
    page = sheet(client_of("commander"), weighed)
    assert f'href="/risicos/{other.ref}"' in page
    found = weighing_of(cast.commander.actor, weighed, at)
    [line] = sheet_rows(found, WHOLE)["stack_lines"]["shown"]
    assert (line["who"], line["others"]) == (f"{group.ref} Bootploeg 2: Landing", other.ref)


def test_paper_is_one_side_with_the_way_back(
    cast: Cast, weighed: Risk, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    kept = pdf._drawn
    monkeypatch.setattr(pdf, "_drawn", lambda *given: drawn.append(given[0]) or kept(*given))
    answer = client_of("commander").post(f"/risicos/{weighed.ref}/weging/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="{weighed.ref}.pdf"'
    assert pages_in(answer.content) == 1
    assert len(drawn) == 1
    assert f"http://testserver/risicos/{weighed.ref}/weging" in drawn[0]
    for said in ("<svg", WAITING, FENCE["money"], "Het kan zo, met toezicht."):
        assert said in drawn[0]


@pytest.mark.parametrize("word", ["Pantserinfanterie ", "Pantserinfanteriebataljon"])
def test_paper_stays_one_side_with_ten_options_and_very_long_texts(
    cast: Cast, client_of: Browser, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    long, line = (word * 600).strip(), (word * 20)[:199].strip()
    adviser, cell = cast.safety_adviser.actor, (word * 30)[:299].strip()
    risk = pending(cast, title=line, scenario=long, group=line, activity=line)
    for nth in range(8):
        said = {"verdict": "negative", "advice": long}
        take(adviser, risk, "advise", cast.at + (2 + nth) * MINUTE, said)
    columns = ("what", "task", "people", "money", "time")
    option = {**dict.fromkeys(columns, cell), "expected_class": "extreme"}
    write_options(risk, adviser, cast.at + 20 * MINUTE, [option] * 10, long)
    drawn: list[Any] = []
    kept = pdf._drawn
    monkeypatch.setattr(
        pdf, "_drawn", lambda *given: drawn.append((given[0], kept(*given))) or drawn[-1][1]
    )
    answer = client_of("commander").post(f"/risicos/{risk.ref}/weging/pdf")
    assert pages_in(answer.content) == 1
    html, document = drawn[-1]
    assert len(document.pages) == 1
    assert html.count("<tr>") == 12
    assert "(more on the page)" in html
    assert "more on the page.</p>" in html


def test_installation_that_makes_no_pdf_shows_the_page_with_a_sentence(
    cast: Cast, weighed: Risk, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> Any:
        raise pdf.NoPdf("No PDF here.")

    monkeypatch.setattr(pdf, "_maker", none)
    answer = client_of("commander").post(f"/risicos/{weighed.ref}/weging/pdf", follow=True)
    page = answer.content.decode()
    assert "No PDF here." in page
    assert "/weging/pdf" not in page.partition("<main")[2]


def test_words_in_a_cell_stand_on_one_line_and_texts_say_that_there_is_more() -> None:
    room = Room(text=12, cell=8, rows=1)
    assert room.short("a loose\n rung") == "a loose…"
    with translation.override("en"):
        assert room.cut("a very loose rung") == "a very… (more on the page)"
    assert room.cut("a rung") == "a rung"
    assert room.first([1, 2, 3]) == {"shown": [1], "more": 2}


def test_sheet_over_http_tells_what_the_page_tells(
    cast: Cast, weighed: Risk, client_of: Browser
) -> None:
    told = client_of("commander").get(f"/api/v1/risks/{weighed.ref}/weighing").json()
    assert told["asked"]["text"] == "Mag dit zo?"
    assert told["effect_of_not_deciding"] == WAITING
    assert told["options"][0] == {"nth": 1, **FENCE}
    assert (told["options"][1]["what"], told["options"][1]["expected_class"]) == (
        STOP["what"],
        None,
    )
    assert [one["outcome"] for one in told["advice"]] == ["positive"]
    assert told["in_my_power"][0].endswith(
        "By this post you may accept up to medium, for at most 365 days."
    )
    steps = {one["name"]: one["allowed"] for one in told["steps"]}
    assert (steps["accept"], steps["write_options"]) == (True, True)
    other = client_of("outsider").get(f"/api/v1/risks/{weighed.ref}/weighing")
    assert other.status_code == 404


def test_more_options_and_advice_cost_no_more_queries(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    one, many = pending(cast), pending(cast)
    write_options(one, adviser, cast.at + MINUTE, [STOP])
    write_options(many, adviser, cast.at + MINUTE, [STOP] * 9)
    for nth in range(3):
        advised(cast, many, at=cast.at + (3 + nth) * MINUTE)

    def asked(risk: Risk) -> int:
        with CaptureQueriesContext(connection) as found:
            weighing_of(cast.commander.actor, risk, cast.at + 9 * MINUTE)
        return len(found)

    asked(one)  # what stays in memory is read by the first
    assert asked(many) == asked(one)


def test_sheet_after_the_decision_still_reads(cast: Cast, client_of: Browser) -> None:
    risk, _decision = accepted(cast)
    assert "Nothing waits for a decision now" in sheet(client_of("commander"), risk)
