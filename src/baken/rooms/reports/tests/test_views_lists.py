"""The lists: what is in reach, newest first, filtered as the address says; few queries always."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.rooms.org.tests.factories import appoint, make_unit
from baken.rooms.reports.models import OccurrenceCode
from baken.rooms.reports.tests.acts import send
from baken.rooms.reports.tests.factories import make_occurrence, make_report

Clients = Callable[[str], Client]


def refs(client: Client, address: str, **query: Any) -> list[str]:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return [row["ref"] for row in answer.context["rows"]]


# ---- reports ----


def test_reports_list_shows_what_is_in_reach_newest_first(cast: Cast, client_of: Clients) -> None:
    old = make_report(unit=cast.company, at=cast.at - timedelta(days=2))
    new = make_report(unit=cast.battalion, at=cast.at)
    make_report(unit=cast.squadron, at=cast.at)
    given = make_report(unit=cast.squadron, owner_unit=cast.company, at=cast.at - timedelta(days=1))
    assert refs(client_of("commander"), "/meldingen") == [new.ref, given.ref, old.ref]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("commander", 200),
        ("soldier", 200),
        ("functional_admin", 403),
        ("former_holder", 403),
        ("nobody", 302),
    ],
)
def test_reports_list_opens_for_readers(client_of: Clients, who: str, status: int) -> None:
    assert client_of(who).get("/meldingen").status_code == status


def test_reports_list_of_an_employee_holds_their_own_alone(cast: Cast, client_of: Clients) -> None:
    mine = send(cast.soldier, at=cast.at).report
    send(cast.team_leader, at=cast.at)
    assert refs(client_of("soldier"), "/meldingen") == [mine.ref]


def test_reports_list_never_names_the_reporter(cast: Cast, client_of: Clients) -> None:
    send(cast.soldier, at=cast.at)
    assert "Speler soldier" not in client_of("commander").get("/meldingen").content.decode()


def test_reports_list_that_is_empty_says_so(client_of: Clients) -> None:
    text = client_of("commander").get("/meldingen").content.decode()
    assert "No reports fit these filters within your reach." in text


def test_reports_list_filters_by_unit_and_below(cast: Cast, client_of: Clients) -> None:
    here = make_report(unit=cast.company, at=cast.at)
    above = make_report(unit=cast.battalion, at=cast.at)
    client = client_of("commander")
    assert refs(client, "/meldingen", unit="company") == [here.ref]
    assert sorted(refs(client, "/meldingen", unit="BATTALION")) == sorted([here.ref, above.ref])
    assert refs(client, "/meldingen", unit="SQUADRON") == []


def test_reports_list_filters_by_state(cast: Cast, client_of: Clients) -> None:
    make_report(unit=cast.company, at=cast.at)
    closed = make_report(unit=cast.company, state="closed", at=cast.at)
    assert refs(client_of("commander"), "/meldingen", state="closed") == [closed.ref]


def test_reports_list_filters_by_words(cast: Cast, client_of: Clients) -> None:
    found = make_report(unit=cast.company, at=cast.at, story="De hoogwerker kantelde bijna.")
    make_report(unit=cast.squadron, at=cast.at, story="De hoogwerker kantelde echt.")
    make_report(unit=cast.company, at=cast.at, story="De heftruck lekt olie.")
    client = client_of("commander")
    assert refs(client, "/meldingen", q="hoogwerker kantelde") == [found.ref]
    assert refs(client, "/meldingen", q="hoogwerker olie") == []


@pytest.mark.parametrize("q", ["%", "'", '"', "\\", "* OR 1=1", "((", "- -", ":", "\U0001f525"])
def test_reports_list_odd_signs_are_no_command(cast: Cast, client_of: Clients, q: str) -> None:
    make_report(unit=cast.company, at=cast.at)
    assert client_of("commander").get("/meldingen", {"q": q}).status_code == 200


def test_reports_list_filters_by_days_including_both(cast: Cast, client_of: Clients) -> None:
    made = [make_report(unit=cast.company, at=cast.at - timedelta(days=n)) for n in range(4)]
    found = refs(client_of("commander"), "/meldingen", from_day="2026-03-08", to_day="2026-03-09")
    assert found == [made[1].ref, made[2].ref]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit", "ATLANTIS"),
        ("state", "confused"),
        ("from_day", "gisteren"),
        ("from_day", "0001-01-01"),
        ("to_day", "9999-12-31"),
        ("q", "x" * 401),
        ("q", "nul\x00"),
    ],
)
def test_reports_list_with_an_impossible_filter_says_so(
    cast: Cast, client_of: Clients, field: str, value: str
) -> None:
    answer = client_of("commander").get("/meldingen", {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])


def test_reports_list_filters_stand_in_the_address_of_the_next_page(
    cast: Cast, client_of: Clients
) -> None:
    for number in range(51):
        make_report(unit=cast.company, at=cast.at - timedelta(minutes=number))
    client = client_of("commander")
    first = client.get("/meldingen", {"state": "received"})
    assert len(first.context["rows"]) == 50
    assert first.context["pages"]["previous_url"] == ""

    second = client.get("/meldingen" + first.context["pages"]["next_url"])

    assert len(second.context["rows"]) == 1
    assert second.context["pages"]["next_url"] == ""
    assert second.context["pages"]["previous_url"] == "?state=received"
    shown = [row["ref"] for page in (first, second) for row in page.context["rows"]]
    assert len(set(shown)) == 51


def test_reports_list_page_does_not_move_when_a_report_comes_in(
    cast: Cast, client_of: Clients
) -> None:
    made = [make_report(unit=cast.company, at=cast.at - timedelta(minutes=n)) for n in range(51)]
    client = client_of("commander")
    following = client.get("/meldingen").context["pages"]["next_url"]
    make_report(unit=cast.company, at=cast.at)
    assert refs(client, "/meldingen" + following) == [made[-1].ref]


def test_reports_list_offers_to_clear_filters(cast: Cast, client_of: Clients) -> None:
    client = client_of("commander")
    assert client.get("/meldingen").context["clear_url"] == ""
    assert client.get("/meldingen", {"q": "x"}).context["clear_url"] == "/meldingen"


@pytest.mark.parametrize("address", ["/meldingen", "/mijn-meldingen", "/voorvallen"])
@pytest.mark.parametrize("cursor", ["x", "!!!", "bjk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "\u00e9"])
def test_list_with_a_cursor_not_ours_starts_anew(
    cast: Cast, client_of: Clients, address: str, cursor: str
) -> None:
    answer = client_of("team_leader").get(address, {"cursor": cursor})
    assert (answer.status_code, answer["Location"]) == (302, address)


# ---- restricted units, and posts that come and go ----


def test_reports_of_a_restricted_unit_are_closed_from_above(cast: Cast, client_of: Clients) -> None:
    closed = make_unit("SPECIAL", parent=cast.battalion, level=2, restricted=True)
    below = make_unit("SPECIAL_TEAM", parent=closed, level=1)
    hidden = make_report(unit=below, at=cast.at)
    seen = make_report(unit=cast.company, at=cast.at)
    inside = cast.add("inside", ("employee", "COMPANY", None))
    appoint(inside.person, "commander", closed)

    assert refs(client_of("commander"), "/meldingen") == [seen.ref]
    assert client_of("commander").get(f"/meldingen/{hidden.ref}").status_code == 404
    assert refs(client_of("inside"), "/meldingen") == [hidden.ref]


# ---- own reports ----


def test_own_reports_are_mine_without_the_anonymous_ones(cast: Cast, client_of: Clients) -> None:
    named = send(cast.soldier, at=cast.at).report
    told = send(cast.soldier, at=cast.at + timedelta(seconds=1), identity="confidential").report
    send(cast.soldier, at=cast.at, identity="anonymous")
    send(cast.team_leader, at=cast.at)
    assert refs(client_of("soldier"), "/mijn-meldingen") == [told.ref, named.ref]


def test_own_reports_that_are_none_say_so(client_of: Clients) -> None:
    text = client_of("soldier").get("/mijn-meldingen").content.decode()
    assert "/code" in text


def test_own_reports_need_the_right_to_report(client_of: Clients) -> None:
    assert client_of("functional_admin").get("/mijn-meldingen").status_code == 403
    assert client_of("nobody").get("/mijn-meldingen").status_code == 302


# ---- occurrences ----


@pytest.mark.parametrize(("who", "in_full"), [("commander", True), ("soldier", False)])
def test_occurrences_list_shows_title_or_summary(
    cast: Cast, client_of: Clients, who: str, in_full: bool
) -> None:
    one = make_occurrence(unit=cast.company, at=cast.at)
    make_occurrence(unit=cast.squadron, at=cast.at)
    answer = client_of(who).get("/voorvallen")
    (row,) = answer.context["rows"]
    assert (row["ref"], row["text"]) == (one.ref, one.title if in_full else one.summary)
    assert (one.title in answer.content.decode()) == in_full


def test_occurrences_list_shows_the_month_and_no_day(cast: Cast, client_of: Clients) -> None:
    make_occurrence(unit=cast.company, at=cast.at)
    answer = client_of("soldier").get("/voorvallen")
    assert answer.context["rows"][0]["month"] == "March 2026"
    assert "10 March 2026" not in answer.content.decode()


def test_occurrences_list_filters_by_class(cast: Cast, client_of: Clients) -> None:
    one = make_occurrence(
        unit=cast.company, at=cast.at, kind="accident", category=2, potential_severity=5
    )
    make_occurrence(unit=cast.company, at=cast.at)
    client = client_of("commander")
    for field, value in (("kind", "accident"), ("category", "2"), ("potential_severity", "5")):
        assert refs(client, "/voorvallen", **{field: value}) == [one.ref]


def test_occurrences_list_filters_by_subject(cast: Cast, client_of: Clients) -> None:
    one = make_occurrence(unit=cast.company, at=cast.at)
    OccurrenceCode.objects.of(one).update(code="noise")
    other = make_occurrence(unit=cast.company, at=cast.at)
    client = client_of("commander")
    assert refs(client, "/voorvallen", subject="noise") == [one.ref]
    assert refs(client, "/voorvallen", subject="work_equipment") == [other.ref]
    assert refs(client, "/voorvallen", subject="laser") == []


def test_occurrences_list_without_persons_is_not_filtered_by_subject(
    cast: Cast, client_of: Clients
) -> None:
    """A filter would tell what the page itself does not show."""
    one = make_occurrence(unit=cast.company, at=cast.at)
    answer = client_of("soldier").get("/voorvallen", {"subject": "laser"})
    assert "subject" not in answer.context["form"].fields
    assert [row["ref"] for row in answer.context["rows"]] == [one.ref]


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ({"from_day": "2026-03", "to_day": "2026-03"}, True),
        ({"from_day": "2026-03-31"}, True),
        ({"to_day": "2026-03-01"}, True),
        ({"to_day": "2026-02"}, False),
        ({"from_day": "2026-04"}, False),
    ],
)
def test_occurrences_list_without_persons_is_filtered_by_whole_months(
    cast: Cast, client_of: Clients, period: dict[str, str], found: bool
) -> None:
    one = make_occurrence(unit=cast.company, at=cast.at)
    answer = client_of("soldier").get("/voorvallen", period)
    assert answer.context["form"]["from_day"].field.widget.input_type == "month"
    assert [row["ref"] for row in answer.context["rows"]] == [one.ref] * found


def test_occurrences_list_without_persons_says_how_to_give_a_month(client_of: Clients) -> None:
    answer = client_of("soldier").get("/voorvallen", {"from_day": "vorige maand"})
    errors = answer.context["form"].errors["from_day"]
    assert errors == ["Give a month as year-month, such as 2026-01."]


def test_occurrences_list_without_persons_finds_words_of_the_summary_alone(
    cast: Cast, client_of: Clients
) -> None:
    one = make_occurrence(
        unit=cast.company, at=cast.at, title="Hoogwerker kantelt", summary="Een machine viel om."
    )
    client = client_of("soldier")
    assert refs(client, "/voorvallen", q="machine") == [one.ref]
    assert refs(client, "/voorvallen", q="hoogwerker") == []
    assert refs(client, "/voorvallen", q="---") == []
    assert refs(client_of("commander"), "/voorvallen", q="hoogwerker") == [one.ref]


def test_occurrences_list_words_and_state_go_together(cast: Cast, client_of: Clients) -> None:
    make_occurrence(unit=cast.company, at=cast.at, summary="Een machine viel om.")
    done = make_occurrence(
        unit=cast.company, at=cast.at, state="closed", summary="De machine viel weer."
    )
    for who in ("soldier", "commander"):
        found = refs(client_of(who), "/voorvallen", q="machine", state="closed")
        assert found == [done.ref]


@pytest.mark.parametrize(("who", "status"), [("functional_admin", 403), ("nobody", 302)])
def test_occurrences_list_opens_for_readers(client_of: Clients, who: str, status: int) -> None:
    assert client_of(who).get("/voorvallen").status_code == status


# ---- few queries, the same for one row and for many ----


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("commander", "/meldingen"),
        ("commander", "/meldingen?q=kabel&unit=COMPANY&state=received"),
        ("soldier", "/mijn-meldingen"),
        ("commander", "/voorvallen"),
        ("commander", "/voorvallen?q=kabel&subject=work_equipment"),
        ("soldier", "/voorvallen?q=kabel"),
    ],
)
def test_list_takes_few_queries_however_many_rows(
    cast: Cast, client_of: Clients, who: str, address: str
) -> None:
    client = client_of(who)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def fill() -> None:
        occurrence = make_occurrence(unit=cast.company, at=cast.at, state="merged")
        occurrence.merged_into = make_occurrence(unit=cast.company, at=cast.at)
        occurrence.save(update_fields=["merged_into"])
        make_report(
            unit=cast.company,
            at=cast.at,
            occurrence=occurrence,
            reporter_key=cast.soldier.actor.own_key,
        )

    fill()
    asked()
    few = asked()
    for _ in range(3):
        fill()
    assert asked() == few
    assert few <= 8
