"""The pages of slices of exposure: what each reader sees, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from baken.conftest import Cast
from baken.core import clock
from baken.rooms.org.tests.factories import make_site
from baken.rooms.register.actions import take_slice_step
from baken.rooms.register.models import Risk, Slice, SliceMember
from baken.rooms.register.tests.factories import make_risk
from baken.rooms.register.tests.slices import a_slice, put_in, scored_risk, slice_with
from baken.rooms.register.views.slice_rows import stack_parts

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
LIST = "/samenlopen"


@pytest.fixture(autouse=True)
def _address_of_risks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where risks have no page of their own they are told by the address of a slice."""
    try:
        reverse(Risk.page_name, args=["R-2026-000001"])
    except NoReverseMatch:
        monkeypatch.setattr(Risk, "page_name", "register:slice")


@pytest.fixture
def english() -> Iterator[None]:
    """Everything is said in English."""
    with translation.override("en"):
        yield


def text_of(client: Client, address: str) -> str:
    """What a page says."""
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def typed(**fields: Any) -> dict[str, Any]:
    """A slice of tomorrow as a browser sends it."""
    start = clock.now() + timedelta(days=1)
    moments = {
        "from_at": start.strftime("%Y-%m-%dT%H:%M"),
        "to_at": (start + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
    }
    told = {"unit": "COMPANY", "group": "Bootploeg 2", "task": "Landing"}
    return {**told, **moments, **fields}


def lines(*rows: dict[str, str]) -> dict[str, str]:
    """Lines for quantities as a browser sends them."""
    told = {"quantities-TOTAL_FORMS": str(len(rows)), "quantities-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        told |= {f"quantities-{number}-{name}": value for name, value in row.items()}
    return told


def ended(cast: Cast) -> Slice:
    """A slice that was ended by hand."""
    return take_slice_step(
        actor=cast.safety_adviser.actor,
        record=slice_with(cast),
        step="end",
        at=cast.at,
        fields={"reason": "Afgelast"},
    )


# ---- list ----


def test_slices_list_shows_what_is_in_reach_newest_first(cast: Cast, client_of: Clients) -> None:
    first, second = slice_with(cast), slice_with(cast)
    rows = client_of("commander").get(LIST).context["rows"]
    assert [row["ref"] for row in rows] == [second.ref, first.ref]
    assert client_of("outsider").get(LIST).context["rows"] == []


def test_slices_list_is_filtered_by_unit_and_state(cast: Cast, client_of: Clients) -> None:
    open_one, over = slice_with(cast), ended(cast)
    client = client_of("commander")

    def refs(**query: str) -> list[str]:
        return [row["ref"] for row in client.get(LIST, query).context["rows"]]

    assert refs(unit="company", state="open") == [open_one.ref]
    assert refs(state="ended") == [over.ref]
    assert refs(unit="SQUADRON") == []
    assert "There is no unit with this code." in text_of(client, f"{LIST}?unit=NOWHERE")
    assert client.get(f"{LIST}?cursor=nonsense").status_code == 302


def test_slices_list_of_three_costs_no_more_queries_than_of_one(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of("commander")
    slice_with(cast)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(2):
        slice_with(cast)
    with CaptureQueriesContext(connection) as three:
        client.get(LIST)
    assert len(three) <= len(one)


# ---- one slice ----


def test_slice_says_what_its_risks_ask_together(cast: Cast, client_of: Clients) -> None:
    high, other = scored_risk(cast, "high"), scored_risk(cast, "high")
    text = text_of(client_of("safety_adviser"), f"{LIST}/{slice_with(cast, high, other).ref}")
    assert "raise who decides by 2 levels. No class changes." in text
    assert "level 6 in place of level 4" in text
    assert f"Two or more high risks: {high.ref}, {other.ref}." in text
    assert f"Without {high.ref} the level falls to 4." in text


def test_slice_tells_how_many_people_and_on_which_site(cast: Cast, client_of: Clients) -> None:
    make_site("HAV-1", holder=cast.battalion)
    actor = cast.safety_adviser.actor
    record = a_slice(
        actor=actor, unit=cast.company, at=cast.at, site="HAV-1", people="9", circumstances=["heat"]
    )
    client = client_of("safety_adviser")
    facts = dict(client.get(f"{LIST}/{record.ref}").context["facts"])
    assert (facts["About how many people"], facts["Circumstances"]) == (9, "Heat")
    assert "HAV-1" in facts["Site"]
    assert 'value="HAV-1"' in text_of(client, f"{LIST}/{record.ref}/stap/revise")


def test_slice_names_no_risk_that_one_may_not_read(cast: Cast, client_of: Clients) -> None:
    secret = scored_risk(cast, "high", title="Iets geheims")
    record = slice_with(cast, scored_risk(cast, "high"), secret)
    Risk.objects.for_system(reason="demo").filter(pk=secret.pk).update(confidentiality=2)
    text = text_of(client_of("safety_adviser"), f"{LIST}/{record.ref}")
    assert "a risk you may not read" in text
    assert secret.ref not in text
    assert "Iets geheims" not in text
    assert "raise who decides by 2 levels" in text


def test_slice_shows_sums_with_formula_limit_and_alarm(cast: Cast, client_of: Clients) -> None:
    actor, record = cast.safety_adviser.actor, slice_with(cast)
    noise = {"kind": "noise", "value": 85, "limit": 87, "source": "Meting 12", "name": "Pers"}
    more = [
        {"kind": "substance", "value": 12, "limit": 50, "source": "Meting 13"},
        {"kind": "hand_arm_vibration", "value": 3, "limit": 5, "source": "Meting 14"},
        {"kind": "hours", "value": 4, "source": "Rooster"},
        {"kind": "chance", "value": 0.1, "source": "Schatting"},
    ]
    for quantities in ([noise, *more], [noise]):
        risk = scored_risk(cast, "medium")
        record = put_in(record, risk, actor=actor, at=cast.at, quantities=quantities)
    text = text_of(client_of("commander"), f"{LIST}/{record.ref}")
    for said in (
        "10 × log(10^(85/10) + 10^(85/10)) = 88.01 dB(A)",
        "126 percent of the limit of 87",
        "100 percent or more",
        "12/50 = 0.24",
        "√(3²) = 3 m/s2",
        "4 = 4 h",
        "no limit was given",
        "1 − (1 − 0.1) = 0.1",
        "independently of each other",
        "Noise (Pers): 85 dB(A), limit 87 – Meting 12",
    ):
        assert said in text, said


def test_slice_without_risks_says_so(cast: Cast, client_of: Clients) -> None:
    text = text_of(client_of("commander"), f"{LIST}/{slice_with(cast).ref}")
    assert "No risks yet." in text
    assert "do not raise who decides" in text


def test_slice_that_ended_offers_no_change(cast: Cast, client_of: Clients) -> None:
    text = text_of(client_of("commander"), f"{LIST}/{ended(cast).ref}")
    assert "Afgelast" in text
    assert "/stap/" not in text


def test_slice_with_one_risk_says_what_is_left_without_it(cast: Cast, client_of: Clients) -> None:
    risk = scored_risk(cast, "low")
    unscored = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    text = text_of(client_of("safety_adviser"), f"{LIST}/{slice_with(cast, risk, unscored).ref}")
    assert f"Without {risk.ref} nothing is left to decide on." in text
    assert "By the mandate table level 2 decides." in text
    assert "not scored as it is now" in text


def test_slice_of_many_risks_costs_no_more_queries_than_of_one(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of("commander")
    small = slice_with(cast, scored_risk(cast, "low"))
    large = slice_with(cast, *(scored_risk(cast, "medium") for _ in range(3)))
    text_of(client, f"{LIST}/{small.ref}")
    with CaptureQueriesContext(connection) as one:
        text_of(client, f"{LIST}/{small.ref}")
    with CaptureQueriesContext(connection) as three:
        text_of(client, f"{LIST}/{large.ref}")
    assert len(three) <= len(one)


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("soldier", 200), ("nobody", 302)])
def test_slice_opens_for_readers_of_its_unit(
    cast: Cast, client_of: Clients, who: str, status: int
) -> None:
    assert client_of(who).get(f"{LIST}/{slice_with(cast).ref}").status_code == status


# ---- making one ----


def test_slice_is_made_around_a_risk(cast: Cast, client_of: Clients) -> None:
    there = a_slice(actor=cast.safety_adviser.actor, unit=cast.company, at=clock.now())
    risk = scored_risk(cast, "medium", hazard="physical.noise", activity="Snijden")
    client = client_of("safety_adviser")
    address = f"{LIST}/nieuw?risk={risk.ref}"
    page = text_of(client, address)
    assert 'value="Snijden"' in page
    assert f"{LIST}/{there.ref}/stap/add_risk?risk={risk.ref}" in page

    answer = client.post(address, typed(circumstances=["darkness"]))

    record = Slice.objects.for_system(reason="demo").order_by("-number").first()
    assert record is not None
    assert answer.headers["Location"] == f"{LIST}/{record.ref}"
    assert record.circumstances == ["darkness"]
    assert [one.risk_id for one in SliceMember.objects.of(record)] == [risk.pk]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"group": "Company"}, "A slice is never a whole unit."),
        ({"task": ""}, "the same task or the same place"),
        ({"to_at": "2030-01-01T00:00"}, "at most one shift of 12 hours"),
        ({"unit": "NOWHERE"}, "There is no unit with this code."),
        ({"unit": "SQUADRON"}, "not for this record"),
    ],
)
def test_slice_that_is_refused_keeps_what_was_typed(
    cast: Cast, client_of: Clients, fields: dict[str, str], said: str
) -> None:
    sent = typed(place="Strandvak rood" if "task" not in fields else "", people="7", **fields)
    answer = client_of("safety_adviser").post(f"{LIST}/nieuw", sent)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert said in text
    assert 'value="7"' in text
    assert not Slice.objects.for_system(reason="demo").exists()


def test_slice_is_not_made_by_who_manages_nothing(client_of: Clients) -> None:
    assert client_of("soldier").get(f"{LIST}/nieuw").status_code == 403


# ---- steps ----


def test_step_about_a_risk_asks_first_which(cast: Cast, client_of: Clients) -> None:
    risk, record = scored_risk(cast, "medium", hazard="physical.noise"), slice_with(cast)
    address = f"{LIST}/{record.ref}/stap/add_risk"
    client = client_of("safety_adviser")
    assert f"?risk={risk.ref}" in text_of(client, address)
    assert "no risk with this reference" in text_of(client, f"{address}?risk=R-2026-999999")
    form = client.get(f"{address}?risk={risk.ref}").context["form"]
    assert (form["risk"].value(), form["factors"].value()) == (risk.ref, ["noise"])


def test_risk_is_put_in_revised_and_taken_out_on_the_pages(cast: Cast, client_of: Clients) -> None:
    risk, record = scored_risk(cast, "medium"), slice_with(cast)
    client, place = client_of("safety_adviser"), f"{LIST}/{record.ref}/stap"
    noise = {"kind": "noise", "value": "85.5", "limit": "87", "source": "Meting 12"}
    sent = {"risk": risk.ref, "factors": ["noise"], "seen": "1", **lines(noise, {})}

    assert client.post(f"{place}/add_risk?risk={risk.ref}", sent).status_code == 302
    [member] = SliceMember.objects.of(record)
    assert [one["value"] for one in member.quantities] == [85.5]
    assert 'value="85.5"' in text_of(client, f"{place}/revise_risk?risk={risk.ref}")
    assert f"?risk={risk.ref}" in text_of(client, f"{place}/remove_risk")

    sent = {"risk": risk.ref, "seen": "2", **lines()}
    assert client.post(f"{place}/revise_risk?risk={risk.ref}", sent).status_code == 302
    [member] = SliceMember.objects.of(record)
    assert (member.factors, member.quantities) == ([], [])

    sent = {"risk": risk.ref, "reason": "Andere ploeg", "seen": "3"}
    assert client.post(f"{place}/remove_risk?risk={risk.ref}", sent).status_code == 302
    assert not SliceMember.objects.of(record).exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "substance", "value": "3", "source": "x"}, "needs its limit"),
        ({"kind": "", "value": "3"}, "Choose what kind of quantity it is."),
        ({"kind": "noise", "value": "loud"}, "Enter a number."),
    ],
)
def test_quantity_that_is_refused_keeps_what_was_typed(
    cast: Cast, client_of: Clients, row: dict[str, str], said: str
) -> None:
    risk, record = scored_risk(cast, "medium"), slice_with(cast)
    sent = {"risk": risk.ref, "note": "Even kijken", "seen": "1", **lines(row)}
    address = f"{LIST}/{record.ref}/stap/add_risk?risk={risk.ref}"
    answer = client_of("safety_adviser").post(address, sent)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert said in text
    assert "Even kijken" in text
    assert f'value="{row["value"]}"' in text


def test_slice_is_revised_on_its_page(cast: Cast, client_of: Clients) -> None:
    record = slice_with(cast)
    client, address = client_of("safety_adviser"), f"{LIST}/{record.ref}/stap/revise"
    assert 'value="Bootploeg 2"' in text_of(client, address)
    sent = {name: value for name, value in typed(seen="1").items() if name != "unit"}
    assert client.post(address, {**sent, "group": "Bootploeg 9"}).status_code == 302
    record.refresh_from_db(from_queryset=Slice.objects.for_system(reason="demo"))
    assert record.group == "Bootploeg 9"


def test_step_of_who_only_reads_or_that_is_none_is_not_there(
    cast: Cast, client_of: Clients
) -> None:
    place = f"{LIST}/{slice_with(cast).ref}/stap"
    assert client_of("soldier").get(f"{place}/end").status_code == 403
    assert client_of("commander").get(f"{place}/run_out").status_code == 404
    assert client_of("commander").get(f"{place}/dance").status_code == 404


def test_step_after_somebody_else_changed_the_slice_is_refused_with_who(
    cast: Cast, client_of: Clients
) -> None:
    record = slice_with(cast, scored_risk(cast, "low"))
    sent = {"risk": scored_risk(cast, "low").ref, "seen": "1", **lines()}
    answer = client_of("commander").post(f"{LIST}/{record.ref}/stap/add_risk", sent)
    assert answer.status_code == 400
    assert "changed this" in answer.content.decode()


# ---- on the page of a risk ----


@pytest.mark.usefixtures("english")
def test_stack_on_the_page_of_a_risk_shows_what_it_is_met_with(cast: Cast) -> None:
    mine, other = scored_risk(cast, "high"), scored_risk(cast, "high")
    record = slice_with(cast, mine, other)
    actor = cast.safety_adviser.actor
    shown = render_to_string("register/_stack.html", stack_parts(actor, mine, cast.at))
    assert f"{LIST}/{record.ref}" in shown
    assert other.ref in shown
    assert "by 2 levels" in shown
    assert f"{LIST}/nieuw?risk={mine.ref}" in shown


def test_page_of_a_risk_shows_its_stack_and_leads_to_the_whole_thread(
    cast: Cast, client_of: Clients
) -> None:
    mine, other = scored_risk(cast, "high"), scored_risk(cast, "high")
    record = slice_with(cast, mine, other)
    page = client_of("safety_adviser").get(f"/risicos/{mine.ref}").content.decode()
    for shown in (f"{LIST}/{record.ref}", "by 2 levels", other.ref, f"/draad/{mine.ref}"):
        assert shown in page


@pytest.mark.usefixtures("english")
def test_stack_on_the_page_of_a_risk_hides_what_one_may_not_read(cast: Cast) -> None:
    mine, other = scored_risk(cast, "high"), scored_risk(cast, "high")
    record = slice_with(cast, mine, other)
    shown = render_to_string(
        "register/_stack.html", stack_parts(cast.outsider.actor, mine, cast.at)
    )
    assert "a risk you may not read" in shown
    assert other.ref not in shown
    assert f"{LIST}/{record.ref}" not in shown
    assert "nieuw?risk" not in shown


@pytest.mark.usefixtures("english")
def test_stack_of_a_risk_in_no_slice_says_so(cast: Cast) -> None:
    risk = scored_risk(cast, "low")
    shown = render_to_string(
        "register/_stack.html", stack_parts(cast.commander.actor, risk, cast.at)
    )
    assert "in no open slice" in shown
