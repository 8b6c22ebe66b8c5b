"""The file of terms: every term names a time, and a mistake is told with its name."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.clock.terms import Term
from baken.rooms.library.queries import _term, terms


def test_terms_of_the_domain_reference_are_there() -> None:
    found = terms()
    assert found["triage"] == Term(working_days=1)
    assert found["triage_danger"] == Term(minutes=60)
    assert found["feedback"] == Term(days=14)


@pytest.mark.parametrize(
    "entry",
    [{}, {"days": 0}, {"days": "14"}, {"days": True}, {"days": 1, "weeks": 2}, {"minutes": -5}],
)
def test_term_that_cannot_be_counted_is_named(entry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="term 'triage'"):
        _term({"code": "triage", **entry})
