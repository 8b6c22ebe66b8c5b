"""The weighing sheet as a file: who takes it away, what is written down, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.export.models import ExportRun
from baken.core.page import pdf
from baken.core.trail.verify import breaks
from baken.rooms.library.queries import mandate_table
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.register.actions import take_slice_step
from baken.rooms.register.models import Risk
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.resolution import own_days
from baken.rooms.register.tests.bow_ties import BARRIER, act, make_bow_tie
from baken.rooms.register.tests.cast import DAY, lasting, post, question, stack
from baken.rooms.register.tests.deciding import accepted, pending
from baken.rooms.register.tests.factories import make_risk
from baken.rooms.register.tests.planted_slices import slice_in
from baken.rooms.register.tests.test_local_ratings import rate
from baken.rooms.register.tests.test_weighing import pages_in

Browser = Callable[[str], Client]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were drawn."""
    found: list[str] = []
    kept = pdf._drawn
    monkeypatch.setattr(pdf, "_drawn", lambda *given: found.append(given[0]) or kept(*given))
    return found


def taken(browser: Client, risk: Risk, **sent: str) -> Any:
    return browser.post(f"/risicos/{risk.ref}/weging/pdf", sent)


@pytest.mark.django_db
def test_paper_carries_its_marking_and_is_written_down(
    cast: Cast, client_of: Browser, drawn: list[str]
) -> None:
    risk = pending(cast)
    answer = taken(client_of("commander"), risk, purpose="Besluit in het veld")
    assert answer.status_code == 200
    assert pages_in(answer.content) == 1
    for said in ("normal", "Speler commander", "Besluit in het veld"):
        assert said in drawn[-1]
    run = ExportRun.objects.get()
    assert (run.kind, run.format, run.rows, run.level, run.personal, run.purpose) == (
        "weighing_sheet",
        "pdf",
        1,
        0,
        True,
        "Besluit in het veld",
    )
    assert (run.person, dict(run.filters)) == (cast.commander.person.id, {"Risk": risk.ref})
    assert list(breaks()) == []


@pytest.mark.django_db
def test_who_reads_and_does_not_take_away_gets_no_file(cast: Cast, client_of: Browser) -> None:
    risk, soldier = pending(cast), client_of("soldier")
    page = soldier.get(f"/risicos/{risk.ref}/weging").content.decode()
    assert "/weging/pdf" not in page.partition("<main")[2]
    assert taken(soldier, risk).status_code == 403
    assert taken(client_of("outsider"), risk).status_code == 404
    assert ExportRun.objects.count() == 0


@pytest.mark.django_db
def test_sheet_of_a_sensitive_risk_leaves_only_with_a_purpose(
    cast: Cast, client_of: Browser, drawn: list[str]
) -> None:
    risk, browser = pending(cast), client_of("commander")
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(confidentiality=1)
    refused = browser.post(f"/risicos/{risk.ref}/weging/pdf", {"purpose": " "}, follow=True)
    assert "Say what you need them for." in refused.content.decode()
    assert (drawn, ExportRun.objects.count()) == ([], 0)
    assert taken(browser, risk, purpose="x" * 301).status_code == 302
    assert taken(browser, risk, purpose="Besluit").status_code == 200
    assert "sensitive" in drawn[-1]
    assert ExportRun.objects.get().level == 1


@pytest.mark.django_db
def test_address_of_the_file_alone_gives_nothing(cast: Cast, client_of: Browser) -> None:
    risk = pending(cast)
    answer = client_of("commander").get(f"/risicos/{risk.ref}/weging/pdf")
    assert answer.status_code in (302, 405)
    assert ExportRun.objects.count() == 0


@pytest.mark.django_db
def test_paper_on_which_something_was_cut_says_where_the_rest_is(
    cast: Cast, client_of: Browser, drawn: list[str]
) -> None:
    risk = pending(
        cast, scenario=("De koepel draait terwijl iemand op het dek staat. " * 300).strip()
    )
    assert taken(client_of("commander"), risk).status_code == 200
    assert "Not everything fits" in drawn[-1]
    assert f"http://testserver/risicos/{risk.ref}/weging" in drawn[-1].partition("<section")[0]
    drawn.clear()
    taken(client_of("commander"), pending(cast))
    assert "Not everything fits" not in drawn[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("decided", [True, False])
def test_paper_says_decide_by_only_while_somebody_decides(
    cast: Cast, client_of: Browser, drawn: list[str], decided: bool
) -> None:
    risk = accepted(cast)[0] if decided else pending(cast)
    taken(client_of("commander"), risk)
    assert ("Decide by" in drawn[-1]) is not decided


@pytest.mark.django_db
def test_term_of_the_analysis_is_no_day_of_decision(
    cast: Cast, client_of: Browser, drawn: list[str]
) -> None:
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    assert risk.due_at is not None
    browser = client_of("commander")
    taken(browser, risk)
    assert "Decide by" not in drawn[-1]
    assert browser.get(f"/api/v1/risks/{risk.ref}/weighing").json()["due_at"] is None


@pytest.mark.django_db
def test_sheet_says_for_how_long_a_power_holds(cast: Cast, client_of: Browser) -> None:
    told = client_of("commander").get(f"/api/v1/risks/{pending(cast).ref}/weighing").json()
    said = "By this post you may accept up to medium, for at most 365 days."
    assert told["in_my_power"][0].endswith(said)


@pytest.mark.parametrize(
    ("unit", "risk_class", "raises", "earlier", "days"),
    [
        ("brigade", "high", 0, 0, 30),
        ("brigade", "high", 0, 10, 20),
        ("brigade", "high", 1, 0, 0),
        ("part", "high", 0, 0, 182),
        ("part", "high", 1, 0, 30),
        ("battalion", "medium", 0, 0, 365),
        ("company", "medium", 0, 0, 0),
        ("ministry", "extreme", 0, 0, 30),
    ],
)
def test_days_for_which_a_post_may_accept_a_class(
    unit: str, risk_class: str, raises: int, earlier: int, days: int
) -> None:
    before = (Period(date(2026, 9, 25), DAY),) if earlier else ()
    asked = question(
        risk_class, days=1, stack=stack(raises), earlier=before, period=lasting(1, DAY)
    )
    found = own_days(asked, post(unit), risk_class, table=mandate_table())
    assert found == days


def test_where_the_table_has_no_row_a_post_accepts_for_no_day() -> None:
    asked = question("low", context="deployment", line="organic")
    assert own_days(asked, post("part"), "low", table=mandate_table()) == 0


@pytest.mark.django_db
def test_paper_and_api_tell_of_the_appetite_and_of_the_units_that_share_it(
    cast: Cast, client_of: Browser, drawn: list[str]
) -> None:
    make_unit("PLATOON", parent=cast.company, level=1)
    risk = rate(cast, pending(cast, categories=["social_safety"]), unit="PLATOON")
    client = client_of("commander")
    taken(client, risk)
    for said in ("it goes to the safety committee", "PLATOON: High, urgent", "rate it higher"):
        assert said in drawn[-1]
    told = client.get(f"/api/v1/risks/{risk.ref}/weighing").json()
    [unit] = told["shared"]["ratings"]
    assert (unit["unit"], unit["common"]) == ("PLATOON", "high")
    assert (told["shared"]["worst"], told["shared"]["higher"]) == ("high", ["PLATOON"])


@pytest.mark.django_db
def test_sheet_reads_barriers_and_slices_once(cast: Cast, client_of: Browser) -> None:
    risk = pending(cast)
    lean_and_meet(cast, risk)
    client, address = client_of("commander"), f"/risicos/{risk.ref}/weging"
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    # The second of the slices asks which of them the reader may open.
    tables = ('SELECT "register_slice".', 'SELECT "register_barrier".')
    asked = [one["sql"] for one in found if one["sql"].startswith(tables)]
    assert [asked.count(one) for one in asked] == [1, 1, 1]


def lean_and_meet(cast: Cast, risk: Risk) -> None:
    """Let a risk lean on a bow-tie of which nobody looked at the barrier, and be met in a slice."""
    adviser = cast.safety_adviser.actor
    record = make_bow_tie(actor=adviser, unit=cast.company, at=cast.at)
    record = act(record, adviser, cast.at, "add_barrier", **BARRIER)
    act(record, adviser, cast.at, "tie_risk", risk=risk.ref)
    group = slice_in(unit=cast.company, at=datetime.now(UTC) + timedelta(hours=2))
    fields = {"risk": risk.ref}
    take_slice_step(actor=adviser, record=group, step="add_risk", at=cast.at, fields=fields)
