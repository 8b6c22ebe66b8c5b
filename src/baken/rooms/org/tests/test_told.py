"""What the pages of units say: of lines in the history, of what waits, of a day that is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.org.queries import history_of, tree
from baken.rooms.org.queries.history import _told_of_line
from baken.rooms.org.tests.factories import make_equipment, make_site
from baken.rooms.org.tests.test_unit_steps import change, line
from baken.rooms.reports.tests.factories import make_report

Clients = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told(code: str = "COMPANY") -> str:
    """The newest entry of the history of a unit."""
    return history_of(tree().by_code[code])[0].text


# ---- lines ----


def test_history_tells_to_whom_a_line_leads_its_kind_and_its_days(cast: Cast) -> None:
    to, kind = "to Eenheid SQUADRON (SQUADRON)", "operational: reads and decides"
    line(cast, cast.company, "SQUADRON", "operational")
    assert told() == f"{to}, {kind}; from 1 March 2026 until further notice – Order 12"
    ended = {"superior": "SQUADRON", "kind": "operational"}
    change(cast, cast.company, "end_line", until="2026-03-20", **ended)
    assert told() == f"{to}, {kind}; from 1 March 2026 to and including 20 March 2026 – Order 12"
    change(cast, cast.company, "end_line", until="2026-03-09", **ended)
    assert told() == f"{to}, {kind}; first day 1 March 2026; withdrawn – Order 12"


def test_line_to_a_unit_that_nobody_knows_any_more_is_told_by_its_code(cast: Cast) -> None:
    text = _told_of_line({"superior": "ATLANTIS", "kind": "friendly"})
    assert text == "to ATLANTIS, friendly; from – until further notice"


def test_line_does_not_begin_in_the_past_by_hand(cast: Cast) -> None:
    """On those days nobody could see along it; a file tells of them, being the record."""
    given = {"superior": "SQUADRON", "kind": "host", "from_on": "2026-03-09"}
    with pytest.raises(FieldsRefused) as refused:
        change(cast, cast.company, "add_line", **given)
    assert refused.value.errors == {
        "from_on": "A line cannot begin in the past. Give today or later."
    }
    change(cast, cast.company, "add_line", **{**given, "from_on": "2026-03-10"})


def test_line_that_ends_too_early_is_told_of_as_a_line(cast: Cast) -> None:
    line(cast, cast.company, "SQUADRON", "host")
    given = {"superior": "SQUADRON", "kind": "host", "until": "2026-03-08"}
    with pytest.raises(FieldsRefused, match="that ends the line at once"):
        change(cast, cast.company, "end_line", **given)


# ---- what waits ----


def test_unit_that_cannot_end_says_what_waits_and_how_much(cast: Cast, client_of: Clients) -> None:
    make_site("SITE-1", holder=cast.company)
    with pytest.raises(StepRefused) as refused:
        change(cast, cast.company, "dissolve")
    assert str(refused.value) == (
        "Records still wait for this unit (Sites it holds: 1). Hand them over first."
    )
    make_equipment(unit=cast.company)
    make_report(unit=cast.company, at=cast.at)
    with pytest.raises(StepRefused, match=r"Open reports: 1, Equipment in use: 1, Sites it holds"):
        change(cast, cast.company, "merge", into="SQUADRON")


# ---- a day that is none ----


@pytest.mark.parametrize("address", ["/eenheden", "/eenheden/COMPANY"])
def test_day_that_is_none_is_said_on_its_field(
    cast: Cast, client_of: Clients, address: str
) -> None:
    client = client_of("soldier")
    answer = client.get(f"{address}?on=onzin")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "This is no day; give it as 2026-03-01. Below it stands as it is today." in text
    assert 'id="id_on_error"' in text
    opened = text.count('<details class="baken-fold baken-fold--wide" open>')
    assert opened == (1 if address.endswith("COMPANY") else 0)
    assert '--wide" open>' not in client.get(address).content.decode()
