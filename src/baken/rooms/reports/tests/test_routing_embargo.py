"""Under an information embargo no rule of where reports go tells or asks anybody; afterwards it does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.access import may
from baken.core.trail.verify import breaks
from baken.rooms.notices.models import Notice
from baken.rooms.org.models import Involvement
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.permits import READ_OCCURRENCE
from baken.rooms.reports.queries.route_rules import load_routes
from baken.rooms.reports.queries.thread import routes_told
from baken.rooms.reports.tests.acts import fresh, occurrence_of, step, steps_of, triage
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report

TEXTS = {"nl": "Regel a", "en": "Rule a", "why_nl": "Daarom.", "why_en": "Because."}
THEN = {"tell": ["arbo_coordinator"], "advice": [{"role": "core_expert", "days": 10}]}
NO_KIN = "Niemand gewond."


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _rule(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "routes.yaml"
    rule = {"code": "a", **TEXTS, "when": {"subjects": ["noise"]}, "then": THEN}
    path.write_text(yaml.safe_dump({"version": 1, "rules": [rule]}), encoding="utf-8")
    settings.ROUTES_FILE = path
    load_routes.cache_clear()


@pytest.fixture
def officer(cast: Cast) -> Member:
    return cast.add("officer", ("duty_officer", "ARMY", None))


@pytest.fixture(autouse=True)
def arbo(cast: Cast) -> Member:
    return cast.add("arbo", ("arbo_coordinator", "BATTALION", None))


@pytest.fixture(autouse=True)
def expert(cast: Cast) -> Member:
    return cast.add("expert", ("core_expert", "SQUADRON", None))


def told() -> set[str]:
    rows = Notice.objects.filter(code="reports.occurrence.routed")
    return set(rows.values_list("to_key", flat=True))


def asked() -> list[Any]:
    rows = Involvement.objects.for_system(reason="access").filter(kind="case")
    return list(rows.values_list("record_id", flat=True))


def embargo(officer: Member, record: Any) -> Any:
    return step(officer, record, "set_embargo", at=officer.at, reason="Naasten.", persons=1)


def weighed(cast: Cast, officer: Member, way: str) -> Any:
    """An occurrence with noise under an embargo, by each way that it can come about."""
    if way == "revised":
        one = make_occurrence(unit=cast.company, at=cast.at)
        embargo(officer, one)
        return step(cast.safety_adviser, fresh(one), "classify", at=cast.at, subjects=["noise"])
    if way == "triaged":
        report = make_report(unit=cast.company, at=cast.at)
        embargo(officer, report)
        return triage(cast, fresh(report), subjects=["noise"]).occurrence
    left = make_occurrence(unit=cast.company, at=cast.at)
    embargo(officer, left)
    report = make_report(unit=cast.company, at=cast.at, occurrence=left, state="in_handling")
    fields = {**CLASSIFICATION, "subjects": ["noise"], "reason": "Iets anders."}
    report.embargo_at = cast.at
    report.save(update_fields=["embargo_at"])
    step(cast.safety_adviser, report, "move", at=cast.at, **fields)
    return occurrence_of(report)


WAYS = pytest.mark.parametrize("way", ["triaged", "revised", "moved"])


@WAYS
def test_under_an_embargo_no_rule_tells_or_asks(
    cast: Cast, officer: Member, expert: Member, way: str
) -> None:
    one = fresh(weighed(cast, officer, way))
    assert (told(), asked(), one.embargo_at) == (set(), [], cast.at)
    assert not may(expert.actor, READ_OCCURRENCE, one)
    [row] = [row for step in steps_of(one) for row in step.facts.get("routes", ())]
    assert (row["tell"], row["advice"]) == ([], [])
    assert routes_told({"routes": [row]}) == [
        "Told once the information embargo is over, because of the rule “Rule a”:"
        " Working-conditions coordinator.",
        "Asked for advice once the information embargo is over, because of the rule “Rule a”:"
        " Certified core expert.",
    ]
    assert list(breaks()) == []


@WAYS
@pytest.mark.parametrize("end", ["lift", "withdraw"])
def test_once_the_embargo_is_over_who_the_rules_name_is_told_and_asked(
    cast: Cast, officer: Member, arbo: Member, expert: Member, way: str, end: str
) -> None:
    one = weighed(cast, officer, way)
    fields: dict[str, Any] = {"reason": NO_KIN}
    if end == "lift":
        fields = {"everybody": True, "informed_at": cast.at, "by_whom": "dienst"}
    step(officer, fresh(one), f"{end}_embargo", at=cast.at, **fields)
    assert told() == {own_key_of(arbo.person.id)}
    assert asked() == [expert.person.pk]
    [row] = [row for one in steps_of(one)[-2:] for row in one.facts.get("routes", ())]
    assert (row["tell"], row["advice"]) == (["arbo_coordinator"], ["core_expert"])
    assert list(breaks()) == []


def test_what_waited_in_one_that_was_merged_is_told_once(cast: Cast, officer: Member) -> None:
    one, into = weighed(cast, officer, "triaged"), make_occurrence(unit=cast.company, at=cast.at)
    step(cast.safety_adviser, fresh(one), "merge", at=cast.at, occurrence=into.ref)
    for serial in range(2):
        later = cast.at + timedelta(minutes=1 + serial)
        step(officer, fresh(into), "withdraw_embargo", at=later, reason=NO_KIN)
        if not serial:
            embargo(officer, fresh(into))
    assert Notice.objects.filter(code="reports.occurrence.routed").count() == 1


def test_after_a_second_embargo_nobody_is_told_again(cast: Cast, officer: Member) -> None:
    one = weighed(cast, officer, "triaged")
    for serial in range(2):
        step(officer, fresh(one), "withdraw_embargo", at=cast.at, reason=NO_KIN)
        if not serial:
            embargo(officer, fresh(one))
    assert (len(told()), Notice.objects.filter(code="reports.occurrence.routed").count()) == (1, 1)
    assert len(asked()) == 1


def test_what_no_longer_holds_when_the_embargo_ends_tells_nobody(
    cast: Cast, officer: Member
) -> None:
    one = weighed(cast, officer, "triaged")
    step(cast.safety_adviser, fresh(one), "classify", at=cast.at, subjects=["fire"])
    step(officer, fresh(one), "withdraw_embargo", at=cast.at + timedelta(hours=1), reason=NO_KIN)
    assert (told(), asked()) == (set(), [])


def test_what_waited_in_a_merged_one_is_told_of_where_it_went(
    cast: Cast, officer: Member, arbo: Member
) -> None:
    one = weighed(cast, officer, "triaged")
    other = make_occurrence(unit=cast.company, at=cast.at)
    step(cast.safety_adviser, fresh(one), "merge", at=cast.at, occurrence=other.ref)
    step(officer, fresh(other), "withdraw_embargo", at=cast.at, reason=NO_KIN)
    assert told() == {own_key_of(arbo.person.id)}
