"""Plain input on the steps by which somebody decides: refused beside its field, never a failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.register.models import Condition
from baken.rooms.register.tests.deciding import (
    HANDED_UP,
    MINUTE,
    MITIGATED,
    RECORD,
    decisions_on,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.test_decision_pages import as_seen, typed

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
# Valid as a condition, and longer than there is room for.
LONG = f"surf_m{' ' * 189}<= 1.0"
BAD: list[tuple[dict[str, Any], str]] = [
    ({"conditions": [{"text": "Golven", "expression": LONG}]}, "conditions.1.expression"),
    (
        {"conditions": [{"text": "Golven", "expression": "surf_m <= 1.0 or true"}]},
        "conditions.1.expression",
    ),
    (
        {"conditions": [{"text": "Mensen", "expression": "people <= 1.300"}]},
        "conditions.1.expression",
    ),
    ({"exposed_people": -5}, "exposed_people"),
    ({"exposed_people": 0}, "exposed_people"),
    ({"informed_on": "2026-03-11"}, "informed_on"),
    ({"informed_on": "2027-01-01"}, "informed_on"),
    ({"reason": "x"}, "reason"),
    ({"indicators": "-"}, "indicators"),
    ({"alternatives_rejected": "nee"}, "alternatives_rejected"),
]


@pytest.mark.parametrize(("said", "field"), BAD)
def test_field_that_cannot_be_is_refused_by_its_name(
    cast: Cast, said: Mapping[str, Any], field: str
) -> None:
    risk = pending(cast)
    with pytest.raises(FieldsRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 2 * MINUTE, {**RECORD, **said})
    assert list(refused.value.errors) == [field]
    assert decisions_on(risk) == []


@pytest.mark.parametrize(("said", "field"), BAD)
def test_program_hears_of_the_same_field(
    cast: Cast, client_of: Browser, said: Mapping[str, Any], field: str
) -> None:
    risk = pending(cast)
    body = {"step": "accept", "fields": {**RECORD, **as_seen(risk), **said}}
    answer = client_of("commander").post(
        f"/api/v1/risks/{risk.ref}/steps", body, content_type="application/json"
    )
    assert answer.status_code == 400, answer.content
    assert [one["field"] for one in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("conditions.1.expression", LONG),
        ("exposed_people", "0"),
        ("informed_on", "2026-03-11"),
        ("reason", "x"),
    ],
)
def test_page_says_it_beside_the_field_and_keeps_what_was_typed(
    cast: Cast, client_of: Browser, name: str, value: str
) -> None:
    risk = pending(cast)
    answer = client_of("commander").post(
        f"/risicos/{risk.ref}/stap/accept", {**typed(), **as_seen(risk), name: value}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'id="id_{name}_error"' in page
    assert RECORD["indicators"] in page


@pytest.mark.parametrize(
    ("step", "fields", "field"),
    [
        ("avoid", {"reason": "x"}, "reason"),
        ("mitigate", {**MITIGATED, "reason": "ok"}, "reason"),
        ("hand_up", {**HANDED_UP, "question": "?!"}, "question"),
    ],
)
def test_reason_that_says_nothing_is_refused_of_every_kind(
    cast: Cast, step: str, fields: Mapping[str, str], field: str
) -> None:
    cast.add("head", ("commander", "ARMY", None))
    with pytest.raises(FieldsRefused) as refused:
        take(cast.commander.actor, pending(cast), step, cast.at + 2 * MINUTE, fields)
    assert list(refused.value.errors) == [field]


def test_what_just_fits_is_kept_as_it_was_typed(cast: Cast) -> None:
    """One person told today, and a condition of exactly as many characters as there is room for."""
    longest = f"surf_m{' ' * 188}<= 1.0"
    said = {"exposed_people": 1, "informed_on": "2026-03-10"}
    said |= {"conditions": [{"text": "Golven", "expression": longest}]}  # type: ignore[dict-item]
    risk = take(
        cast.commander.actor, pending(cast), "accept", cast.at + 2 * MINUTE, {**RECORD, **said}
    )
    decision = standing(risk)
    assert (decision.exposed, Condition.objects.of(decision).get().expression) == (1, longest)
