"""A triage that is revised: what is not sent stays, what is sent empty is emptied."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core import clock
from baken.core.api.tests.calling import caller
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.models import Site
from baken.rooms.org.tests.factories import make_site
from baken.rooms.reports.models import Damage, Injury, Occurrence
from baken.rooms.reports.queries.classified import present_classification
from baken.rooms.reports.tests.acts import fresh, send, step
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence

HURT = {"outcome": "first_aid", "absence_days": 2, "known_at": "2026-03-01T10:00:00+01:00"}


@pytest.fixture
def site(cast: Cast) -> Site:
    return make_site("SITE-7", holder=cast.army)


@pytest.fixture
def occurrence(cast: Cast, site: Site) -> Occurrence:
    """One that was triaged with everything there is to tell."""
    report = send(cast.soldier, at=cast.at).report
    told: dict[str, Any] = {
        "subjects": ["ppe"],
        "domains": ["vehicle"],
        "context": "exercise",
        "site": site.code,
        "injuries": [HURT],
        "damages": [{"what": "Lak", "amount_eur": 90}],
        "lead": "Speler commander",
        "due_on": "2026-04-01",
        "investigation_level": "2",
    }
    fields = {**CLASSIFICATION, "actual_severity": "1", "potential_severity": "1", **told}
    step(cast.safety_adviser, report, "triage", at=cast.at, **fields)
    return Occurrence.objects.for_system(reason="advance").get()


def revise(cast: Cast, occurrence: Occurrence, **fields: Any) -> dict[str, Any]:
    """What stands after a revision a day later with these fields and no other."""
    at = cast.at + timedelta(days=1)
    step(cast.safety_adviser, occurrence, "classify", at=at, **fields)
    return present_classification(fresh(occurrence))


def test_nothing_sent_changes_nothing(cast: Cast, occurrence: Occurrence) -> None:
    before, rows = present_classification(occurrence), list(Injury.objects.of(occurrence))
    assert revise(cast, occurrence) == before
    assert list(Injury.objects.of(occurrence)) == rows
    assert fresh(occurrence).due_at == occurrence.due_at
    assert list(breaks()) == []


def test_one_field_sent_changes_that_one_only(cast: Cast, occurrence: Occurrence) -> None:
    before = present_classification(occurrence)
    after = revise(cast, occurrence, title="Anders", damages=[{"what": "Ruit"}])
    assert after == before | {"title": "Anders", "damages": [{"what": "Ruit", "amount_eur": None}]}


@pytest.mark.parametrize("nothing", [None, []])
def test_what_is_sent_empty_is_emptied(
    cast: Cast, occurrence: Occurrence, nothing: list[str] | None
) -> None:
    many = dict.fromkeys(("subjects", "domains", "injuries", "damages"), nothing)
    one = dict.fromkeys(("context", "site", "lead", "due_on", "investigation_level"))
    after = revise(cast, occurrence, **many, **one)
    assert [after[name] for name in many] == [[], [], [], []]
    assert (after["context"], after["site"], after["lead"]) == ("non_operational", "", "")
    assert after["investigation_level"] == 0
    assert after["due_on"] > clock.local_date(cast.at)
    assert (Injury.objects.of(occurrence).count(), Damage.objects.of(occurrence).count()) == (0, 0)
    assert list(breaks()) == []


def test_level_and_term_follow_a_class_that_became_worse(
    cast: Cast, occurrence: Occurrence
) -> None:
    after = revise(cast, occurrence, potential_severity="5")
    assert after["investigation_level"] == 4
    assert fresh(occurrence).due_at == occurrence.due_at  # the term of that level is later still
    bare = make_occurrence(unit=cast.company, at=cast.at, potential_severity=1)
    assert revise(cast, bare, potential_severity="2")["investigation_level"] == 2  # it stands


def test_term_becomes_sooner_when_the_level_rises(cast: Cast, occurrence: Occurrence) -> None:
    far = cast.at + timedelta(days=900)
    Occurrence.objects.for_system(reason="advance").filter(pk=occurrence.pk).update(due_at=far)
    revise(cast, occurrence, potential_severity="5")
    due = fresh(occurrence).due_at
    assert due is not None
    assert due < far


def test_needed_field_that_was_never_filled_in_is_asked(cast: Cast) -> None:
    bare = make_occurrence(unit=cast.company, at=cast.at, potential_severity=None)
    with pytest.raises(FieldsRefused) as refused:
        revise(cast, bare, title="Anders", fly="x")
    assert sorted(refused.value.errors) == ["fly", "potential_severity"]


def test_api_revises_what_is_sent_and_says_so_in_its_description(
    cast: Cast, occurrence: Occurrence
) -> None:
    adviser = caller(cast, "safety_adviser")
    path = f"/occurrences/{occurrence.ref}/steps"
    kept = adviser.post(path, {"step": "classify", "fields": {"category": "2"}}).json()
    emptied = adviser.post(path, {"step": "classify", "fields": {"domains": None}}).json()
    assert (kept["category"], kept["domains"], len(kept["injuries"])) == (2, ["vehicle"], 1)
    assert (emptied["domains"], emptied["subjects"], len(emptied["injuries"])) == ([], ["ppe"], 1)
    told = adviser.get("/openapi.json").json()["paths"]
    about = told["/occurrences/{ref}/steps"]["post"]["description"]
    assert "not sent stays as it is" in about
