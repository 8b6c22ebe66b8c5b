"""The pages of steps: what they ask, who may open them, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.rooms.reports.models import Damage, Injury, Occurrence, Report
from baken.rooms.reports.tests.acts import (
    ANSWER,
    answered,
    fresh,
    occurrence_of,
    said_in,
    send,
    step,
    steps_of,
    triage,
)
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report

Clients = Callable[[str], Client]


@pytest.fixture
def report(cast: Cast) -> Report:
    """The soldier's report about the company."""
    return send(cast.soldier, at=cast.at, story="De torenluik schiet los.").report


@pytest.fixture
def adviser(client_of: Clients) -> Client:
    """The browser of the safety adviser."""
    return client_of("safety_adviser")


def page(record: Any, name: str) -> str:
    place = "meldingen" if isinstance(record, Report) else "voorvallen"
    return f"/{place}/{record.ref}/stap/{name}"


def lines(**rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The lines for injury and damage as the triage screen sends them; without more, none."""
    sent: dict[str, Any] = {}
    for name in ("injuries", "damages"):
        given = rows.get(name, [])
        sent |= {f"{name}-TOTAL_FORMS": len(given), f"{name}-INITIAL_FORMS": 0}
        for place, row in enumerate(given):
            sent |= {f"{name}-{place}-{field}": value for field, value in row.items()}
    return sent


# ---- triage ----


def test_triage_page_shows_story_form_and_what_is_alike(
    cast: Cast, adviser: Client, report: Report
) -> None:
    other = make_report(
        unit=cast.company, at=cast.at, story="Weer schiet de torenluik zomaar open."
    )
    shown = adviser.get(page(report, "triage"))
    assert shown.status_code == 200
    assert [one.record.ref for one in shown.context["similar"]] == [other.ref]
    assert report.story in shown.content.decode()
    form = shown.context["form"]
    assert (form["kind"].value(), form["domains"].value()) == (None, ["work"])


def test_triage_page_makes_the_occurrence(adviser: Client, report: Report) -> None:
    answer = adviser.post(
        page(report, "triage"),
        {
            **CLASSIFICATION,
            "domains": ["work"],
            **lines(
                injuries=[
                    {
                        "outcome": "lost_time",
                        "person_kind": "contractor",
                        "absence_days": "4",
                        "hospital_admission": "on",
                    },
                    {"outcome": "first_aid"},
                ],
                damages=[{"what": "Luik", "amount_eur": "300"}, {"what": "Lak"}],
            ),
            "note": "Direct gebeld.",
        },
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/meldingen/{report.ref}")
    occurrence = occurrence_of(report)
    names = ("outcome", "person_kind", "absence_days", "hospital_admission", "permanent")
    assert set(Injury.objects.of(occurrence).values_list(*names)) == {
        ("lost_time", "contractor", 4, True, False),
        ("first_aid", "employee", None, False, False),
    }
    damages = Damage.objects.of(occurrence).values_list("what", "amount_eur")
    assert set(damages) == {("Luik", 300), ("Lak", None)}
    assert steps_of(report)[-1].words["note"] == "Direct gebeld."


def test_triage_page_without_injury_keeps_none(adviser: Client, report: Report) -> None:
    given = lines(injuries=[{"outcome": ""}], damages=[{}])
    adviser.post(page(report, "triage"), {**CLASSIFICATION, **given})
    occurrence = occurrence_of(report)
    assert Injury.objects.of(occurrence).count() == 0
    assert Damage.objects.of(occurrence).count() == 0


def test_triage_page_joins_an_occurrence_by_its_reference_alone(
    cast: Cast, adviser: Client, report: Report
) -> None:
    known = make_occurrence(unit=cast.company, at=cast.at)
    adviser.post(page(report, "triage"), {"occurrence": known.ref, "title": "Weg ermee"})
    assert fresh(report).occurrence_id == known.pk
    assert fresh(known).title == known.title


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"summary": ""}, "summary"),
        ({"kind": "miracle"}, "kind"),
        ({"potential_severity": "7"}, "potential_severity"),
        ({"subjects": ["dragons"]}, "subjects"),
        ({"due_on": "2026-03-09"}, "due_on"),
        ({"due_on": "morgen"}, "due_on"),
        ({"lead": "00000000-0000-4000-8000-000000000000"}, "lead"),
        ({"occurrence": "V-2026-999999"}, "occurrence"),
    ],
)
def test_triage_page_with_a_mistake_keeps_what_was_typed(
    adviser: Client, report: Report, fields: dict[str, Any], field: str
) -> None:
    given = {**CLASSIFICATION, **lines(), "note": "Bewaar mij", **fields}
    answer = adviser.post(page(report, "triage"), given)
    form = answer.context["form"]
    assert answer.status_code == 400
    assert field in form.errors
    assert form["note"].value() == "Bewaar mij"
    assert "Bewaar mij" in answer.content.decode()
    assert fresh(report).state == "received"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"injuries": [{"outcome": "lost_time", "absence_days": "-1"}]}, "absence_days"),
        ({"injuries": [{"outcome": "lost_time", "absence_days": "30001"}]}, "absence_days"),
        ({"injuries": [{"outcome": "sprookje"}]}, "outcome"),
        ({"damages": [{"what": "Luik", "amount_eur": "veel"}]}, "amount_eur"),
        ({"damages": [{"amount_eur": "90"}]}, "what"),
    ],
)
def test_triage_page_with_a_wrong_line_says_where(
    adviser: Client, report: Report, given: dict[str, Any], wrong: str
) -> None:
    answer = adviser.post(page(report, "triage"), {**CLASSIFICATION, **lines(**given)})
    form = answer.context["form"]
    assert answer.status_code == 400
    (kind,) = given
    assert list(form.rows[kind].errors[0]) == [wrong]
    assert form.has_harm
    assert fresh(report).state == "received"


def test_triage_page_without_its_lines_forgets_nothing(
    adviser: Client, occurrence: Occurrence
) -> None:
    before = _harm_of(occurrence)
    answer = adviser.post(page(occurrence, "classify"), CLASSIFICATION)
    assert answer.status_code == 400
    assert _harm_of(occurrence) == before


@pytest.mark.parametrize(("sent", "shown"), [("1", 2), ("2", 3), ("", 1), ("x", 1), ("999", 60)])
def test_triage_page_asked_for_more_lines_keeps_what_was_typed(
    adviser: Client, report: Report, sent: str, shown: int
) -> None:
    typed = lines(injuries=[{"outcome": "first_aid"}], damages=[{"what": "Luik"}])
    typed |= {"injuries-TOTAL_FORMS": sent, "subjects": ["work_equipment"], "title": "Half"}
    answer = adviser.post(page(report, "triage"), {**typed, "more": "lines"})
    form = answer.context["form"]
    assert (answer.status_code, len(form.injuries.forms)) == (200, shown)
    assert (form["title"].value(), form["subjects"].value()) == ("Half", ["work_equipment"])
    assert form.damages.forms[0]["what"].value() == "Luik"
    assert fresh(report).state == "received"


def test_triage_page_second_one_is_refused_and_loses_nothing(
    cast: Cast, client_of: Clients, adviser: Client, report: Report
) -> None:
    """Two advisers have the same page open; both press the button."""
    cast.add("second", ("safety_adviser", "COMPANY", None))
    other = client_of("second")
    assert other.get(page(report, "triage")).status_code == 200
    adviser.post(page(report, "triage"), {**CLASSIFICATION, **lines(), "title": "De eerste"})

    answer = other.post(page(report, "triage"), {**CLASSIFICATION, **lines(), "title": "De tweede"})

    assert answer.status_code == 400
    assert answer.context["form"]["title"].value() == "De tweede"
    assert "not possible while the state is" in answer.content.decode()
    assert occurrence_of(report).title == "De eerste"
    assert Occurrence.objects.for_system(reason="advance").count() == 1


def test_triage_page_of_ones_own_report_is_refused(cast: Cast, client_of: Clients) -> None:
    own = cast.add("both", ("employee", "COMPANY", None), ("safety_adviser", "BATTALION", None))
    report = send(own, at=cast.at).report
    answer = client_of("both").post(page(report, "triage"), {**CLASSIFICATION, **lines()})
    assert answer.status_code == 400
    assert "You made this report yourself" in answer.content.decode()
    assert fresh(report).state == "received"


# ---- other steps ----


@pytest.mark.parametrize(
    ("name", "state", "fields", "after"),
    [
        ("acknowledge", "received", {}, "acknowledged"),
        ("hand_over", "received", {"owner_unit": "SQUADRON"}, "received"),
        ("answer", "in_handling", {"answer": ANSWER}, "answered"),
        ("close", "answered", {}, "closed"),
        ("out_of_scope", "received", {"answer": "Elders."}, "out_of_scope"),
        ("redirect_integrity", "received", {"consent": "on"}, "redirected_integrity"),
    ],
)
def test_step_page_takes_the_step(
    cast: Cast, adviser: Client, name: str, state: str, fields: dict[str, str], after: str
) -> None:
    report = make_report(unit=cast.company, state=state, at=cast.at)
    assert adviser.get(page(report, name)).status_code == 200

    answer = adviser.post(page(report, name), fields, follow=True)

    assert answer.status_code == 200
    assert fresh(report).state == after
    assert len(list(answer.context["messages"])) == 1


@pytest.mark.parametrize(
    ("name", "fields"),
    [("confirm_solved", {"satisfaction": "4"}), ("not_solved", {"reason": "Los."})],
)
def test_step_page_of_the_reporter_is_theirs(
    cast: Cast, client_of: Clients, report: Report, name: str, fields: dict[str, str]
) -> None:
    answered(cast, report)
    assert client_of("safety_adviser").post(page(report, name), fields).status_code == 403
    assert client_of("soldier").get(page(report, name)).status_code == 200
    assert client_of("soldier").post(page(report, name), fields).status_code == 302
    assert fresh(report).state == ("closed" if name == "confirm_solved" else "in_handling")


@pytest.mark.parametrize("name", ["answer", "out_of_scope", "hand_over", "redirect_integrity"])
def test_step_page_without_what_it_needs_keeps_the_note(
    cast: Cast, adviser: Client, name: str
) -> None:
    state = "in_handling" if name == "answer" else "received"
    report = make_report(unit=cast.company, state=state, at=cast.at)
    answer = adviser.post(page(report, name), {"note": "Bewaar mij"})
    assert answer.status_code == 400
    assert answer.context["form"]["note"].value() == "Bewaar mij"
    assert fresh(report).state == state


@pytest.mark.parametrize(
    ("who", "name"), [("team_leader", "triage"), ("commander", "triage"), ("soldier", "answer")]
)
def test_step_page_of_another_right_is_forbidden(
    client_of: Clients, report: Report, who: str, name: str
) -> None:
    for answer in (client_of(who).get(page(report, name)), client_of(who).post(page(report, name))):
        assert answer.status_code == 403
    assert fresh(report).state == "received"


@pytest.mark.parametrize("name", ["levitate", "merge", "__class__", "received"])
def test_step_page_of_no_step_is_not_found(adviser: Client, report: Report, name: str) -> None:
    assert adviser.get(page(report, name)).status_code == 404


def test_step_page_in_the_wrong_state_says_why(adviser: Client, report: Report) -> None:
    answer = adviser.post(page(report, "close"))
    assert answer.status_code == 400
    assert "received" in answer.content.decode()


def test_step_page_right_lost_between_look_and_deed_is_forbidden(
    cast: Cast, adviser: Client, report: Report
) -> None:
    """The page was opened with the right; the report has moved out of it since."""
    moved = make_report(unit=cast.squadron, owner_unit=cast.company, at=cast.at)
    assert adviser.get(page(moved, "acknowledge")).status_code == 200
    step(cast.outsider, moved, "hand_over", at=cast.at, owner_unit="SQUADRON")
    assert adviser.post(page(moved, "acknowledge")).status_code == 404
    assert fresh(moved).state == "received"


# ---- an occurrence ----


@pytest.fixture
def occurrence(cast: Cast, report: Report) -> Occurrence:
    """The occurrence that triage made of the report."""
    triage(
        cast,
        report,
        domains=["vehicle"],
        injuries=[{"outcome": "first_aid"}],
        damages=[{"what": "Luik", "amount_eur": 5}],
        due_on="2026-05-01",
    )
    return occurrence_of(report)


def test_revise_page_starts_from_what_stands(adviser: Client, occurrence: Occurrence) -> None:
    form = adviser.get(page(occurrence, "classify")).context["form"]
    assert form["title"].value() == CLASSIFICATION["title"]
    assert form["subjects"].value() == ["work_equipment"]
    assert form["domains"].value() == ["vehicle"]
    assert [one["outcome"].value() for one in form.injuries] == ["first_aid", None]
    assert [one["what"].value() for one in form.damages] == ["Luik", None]
    assert str(form["due_on"].value()) == "2026-05-01"


def test_revise_page_keeps_both_versions(adviser: Client, occurrence: Occurrence) -> None:
    given = {**CLASSIFICATION, **lines(), "title": "Tweede lezing"}
    answer = adviser.post(page(occurrence, "classify"), given)
    assert (answer.status_code, answer["Location"]) == (302, f"/voorvallen/{occurrence.ref}")
    titles = [one.words["title"] for one in steps_of(occurrence)]
    assert titles == [CLASSIFICATION["title"], "Tweede lezing"]


def test_revise_page_sent_as_it_was_shown_keeps_every_line(
    cast: Cast, adviser: Client, occurrence: Occurrence
) -> None:
    known = cast.at - timedelta(days=3)
    Injury.objects.of(occurrence).update(known_at=known)
    Injury.objects.create(
        record=occurrence, person_kind="contractor", outcome="death", known_at=cast.at
    )
    Damage.objects.create(record=occurrence, what="Lak")
    before = _harm_of(occurrence)
    shown = adviser.get(page(occurrence, "classify")).context["form"]
    given = {
        bound.html_name: bound.value()
        for rows in shown.rows.values()
        for form in rows
        for bound in form
        if bound.value() not in (None, "", False)
    }
    totals = {f"{n}-TOTAL_FORMS": len(rows.forms) for n, rows in shown.rows.items()}

    adviser.post(
        page(occurrence, "classify"),
        {**CLASSIFICATION, **lines(), **given, **totals, "title": "Tweede lezing"},
    )

    assert fresh(occurrence).title == "Tweede lezing"
    assert _harm_of(occurrence) == before
    assert (len(before["injuries"]), len(before["damages"])) == (2, 2)


def _harm_of(occurrence: Occurrence) -> dict[str, list[Any]]:
    injuries = Injury.objects.of(occurrence).order_by("outcome")
    damages = Damage.objects.of(occurrence).order_by("what")
    return {
        "injuries": list(injuries.values("outcome", "person_kind", "known_at", "absence_days")),
        "damages": list(damages.values("what", "amount_eur")),
    }


def test_revise_page_that_somebody_else_revised_meanwhile_loses_neither_version(
    cast: Cast, client_of: Clients, adviser: Client, occurrence: Occurrence
) -> None:
    cast.add("second", ("safety_adviser", "BATTALION", None))
    address = page(occurrence, "classify")
    mine, theirs = adviser, client_of("second")
    seen = mine.get(address).context["seen"]
    theirs.post(address, {**CLASSIFICATION, **lines(), "seen": seen, "summary": "Van de ander."})

    given = {**CLASSIFICATION, **lines(), "seen": seen, "title": "Van mij"}
    refused = mine.post(address, given)

    assert (refused.status_code, fresh(occurrence).summary) == (400, "Van de ander.")
    assert "Meanwhile" in refused.content.decode()
    assert refused.context["form"]["title"].value() == "Van mij"
    again = {**given, "seen": refused.context["seen"], "summary": "Van de ander."}
    assert mine.post(address, again).status_code == 302
    assert (fresh(occurrence).title, fresh(occurrence).summary) == ("Van mij", "Van de ander.")


def test_revise_page_asked_for_more_lines_still_knows_what_was_read(
    adviser: Client, occurrence: Occurrence
) -> None:
    typed = {**CLASSIFICATION, **lines(), "seen": "1", "more": "lines"}
    assert adviser.post(page(occurrence, "classify"), typed).context["seen"] == "1"


def test_revise_page_of_one_without_domains_adds_none(cast: Cast, adviser: Client) -> None:
    bare = make_occurrence(unit=cast.company, at=cast.at)
    assert adviser.get(page(bare, "classify")).context["form"]["domains"].value() == []


def test_assign_page_offers_the_holders_here_and_above(
    cast: Cast, adviser: Client, occurrence: Occurrence
) -> None:
    form = adviser.get(page(occurrence, "assign")).context["form"]
    offered = {label for value, label in form.fields["lead"].choices if value}
    assert offered == {"Speler team_leader", "Speler commander", "Speler safety_adviser"}
    adviser.post(page(occurrence, "assign"), {"lead": str(cast.commander.person.id)})
    assert fresh(occurrence).lead == cast.commander.person.id


@pytest.mark.parametrize(
    ("name", "state", "fields", "after"),
    [
        ("start_handling", "triaged", {}, "handling"),
        ("start_investigation", "handling", {}, "under_investigation"),
        ("start_measures", "handling", {}, "measures_running"),
        ("make_ready", "handling", {"result": "Vastgezet."}, "ready_to_close"),
        ("close", "ready_to_close", {}, "closed"),
        ("reopen", "closed", {"reason": "Terug."}, "reopened"),
    ],
)
def test_occurrence_step_page_takes_the_step(
    cast: Cast, client_of: Clients, name: str, state: str, fields: dict[str, str], after: str
) -> None:
    occurrence = make_occurrence(unit=cast.company, state=state, at=cast.at)
    client = client_of("commander")
    assert client.get(page(occurrence, name)).status_code == 200
    assert client.post(page(occurrence, name), fields).status_code == 302
    assert fresh(occurrence).state == after


def test_merge_page_moves_the_report(
    cast: Cast, adviser: Client, occurrence: Occurrence, report: Report
) -> None:
    target = make_occurrence(unit=cast.company, at=cast.at)
    adviser.post(page(occurrence, "merge"), {"occurrence": target.ref})
    assert (fresh(occurrence).state, fresh(report).occurrence_id) == ("merged", target.pk)


@pytest.mark.parametrize(
    ("who", "status"), [("team_leader", 403), ("soldier", 404), ("nobody", 302)]
)
def test_occurrence_step_page_is_for_handlers(
    client_of: Clients, occurrence: Occurrence, who: str, status: int
) -> None:
    client = client_of(who)
    assert client.get(page(occurrence, "start_handling")).status_code == status
    assert client.post(page(occurrence, "start_handling")).status_code == status
    assert fresh(occurrence).state == "triaged"


# ---- few queries ----


def test_triage_page_takes_few_queries_however_much_is_alike(
    cast: Cast, adviser: Client, report: Report
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert adviser.get(page(report, "triage")).status_code == 200
        return len(seen)

    def alike() -> None:
        occurrence = make_occurrence(unit=cast.company, at=cast.at)
        make_report(
            unit=cast.company,
            state="in_handling",
            at=cast.at,
            occurrence=occurrence,
            story="Weer schiet de torenluik zomaar open.",
        )

    alike()
    asked()
    few = asked()
    for _ in range(4):
        alike()
    assert asked() == few
    assert few <= 20
    assert said_in(report) == []


def test_looking_for_subjects_adds_no_lines_for_harm_and_keeps_what_was_said(
    adviser: Client, report: Report
) -> None:
    empty = {**lines(injuries=[{"person_kind": "employee"}], damages=[{}]), "more": "alike"}
    form = adviser.post(page(report, "triage"), empty).context["form"]
    assert [len(rows.forms) for rows in form.rows.values()] == [1, 1]
    assert not form.has_harm

    said = [{"person_kind": "employee"}, {"outcome": "lost_time", "person_kind": "employee"}]
    sent = {**lines(injuries=said, damages=[{}]), "more": "alike"}
    form = adviser.post(page(report, "triage"), sent).context["form"]
    assert [one["outcome"].value() for one in form.injuries] == [None, "lost_time", None]
    assert form.has_harm


@pytest.mark.parametrize("name", ["triage", "classify"])
def test_looking_for_subjects_takes_few_queries_too(
    cast: Cast, adviser: Client, report: Report, occurrence: Occurrence, name: str
) -> None:
    sent = {**lines(), "subjects": ["work_equipment"], "more": "alike"}
    record: Any = report if name == "triage" else occurrence

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert adviser.post(page(record, name), sent).status_code == 200
        return len(seen)

    make_occurrence(unit=cast.company, at=cast.at)
    asked()
    few = asked()
    for _ in range(4):
        make_occurrence(unit=cast.company, at=cast.at)
    assert asked() == few
    assert few <= 24


# ---- help at the category ----


def test_triage_page_says_no_injury_once_and_what_the_categories_mean(
    adviser: Client, report: Report
) -> None:
    text = adviser.get(page(report, "triage")).content.decode()
    form = text.partition('name="injuries-0-outcome"')[2].partition("</select>")[0]
    assert (form.count("No injury"), form.count(">None<")) == (1, 0)
    assert "Light injury without absence. Up to and including € 50,000." in text
    assert "point at" not in text


@pytest.mark.parametrize(
    ("injury", "damage", "category"),
    [
        ({"outcome": "lost_time", "absence_days": "2"}, {}, "Category 2"),
        ({"outcome": "death"}, {}, "Category 4"),
        ({}, {"what": "wagen", "amount_eur": "60000"}, "Category 2"),
        ({"outcome": "first_aid", "absence_days": "veel"}, {"amount_eur": "x"}, "Category 1"),
    ],
)
def test_triage_page_suggests_the_category_of_the_harm_that_was_typed(
    adviser: Client,
    report: Report,
    injury: dict[str, str],
    damage: dict[str, str],
    category: str,
) -> None:
    given = lines(injuries=[injury], damages=[damage])
    answer = adviser.post(page(report, "triage"), {**given, "more": "lines"})
    assert f"point at {category}." in answer.content.decode()


# ---- what is said afterwards ----


@pytest.mark.parametrize(("others", "said"), [(2, False), (3, True)])
def test_triage_says_that_three_alike_raised_the_level(
    cast: Cast, adviser: Client, report: Report, others: int, said: bool
) -> None:
    for _one in range(others):
        make_occurrence(unit=cast.company, at=cast.at)
    answer = adviser.post(
        page(report, "triage"), {**CLASSIFICATION, **lines(injuries=[], damages=[])}, follow=True
    )
    (told,) = [str(one) for one in answer.context["messages"]]
    assert told.endswith("The investigation level was raised: three alike in 24 months.") is said
    occurrence = occurrence_of(report)
    assert occurrence.investigation_level == (3 if said else 2)
    text = adviser.get(f"/voorvallen/{occurrence.ref}").content.decode()
    assert ("raised: three alike in 24 months" in text) is said


def test_reporters_word_is_not_confirmed_as_done(cast: Cast, client_of: Clients) -> None:
    own = answered(cast, send(cast.soldier, at=cast.at).report)
    answer = client_of("soldier").post(
        page(own, "not_solved"), {"reason": "Weer los."}, follow=True
    )
    assert [str(one) for one in answer.context["messages"]] == [
        "Thank you. You said that it is not solved; it is looked at again."
    ]
