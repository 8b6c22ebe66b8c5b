"""The domains that hazards bring into play: the file is whole, and a mistake in it is named."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.queries import code_list, domain_authorities
from baken.rooms.library.queries.hazard_domains import (
    authorities_over,
    authority_domains,
    hazard_domains,
)
from baken.rooms.library.rules.hazard_domains import domains_of_hazard, read_hazard_domains


def _read(*items: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    content = {"version": 1, "source": "test", "items": list(items)}
    return read_hazard_domains(
        "domains.yaml", content, hazards=["air.bird"], groups=["air"], domains=["aviation", "sea"]
    )


def test_every_authority_is_reached_by_a_hazard() -> None:
    reached = {one for hazard in code_list("hazards") for one in authorities_over(hazard, ())}
    assert reached == set(domain_authorities())
    assert set(authority_domains()) <= {one for told in hazard_domains().values() for one in told}


def test_hazard_brings_the_domains_of_its_own_code_and_of_its_group() -> None:
    table = _read(
        {"code": "air", "domains": ["aviation"]}, {"code": "air.bird", "domains": ["sea"]}
    )
    assert domains_of_hazard("air.bird", table) == {"aviation", "sea"}
    assert domains_of_hazard("air.other", table) == {"aviation"}
    assert domains_of_hazard("field.heat", table) == frozenset()


def test_what_a_risk_touches_besides_adds_and_takes_nothing_away() -> None:
    assert authorities_over("diving.drowning", ()) == {"diving_rules"}
    assert authorities_over("diving.drowning", ["aviation"]) == {"diving_rules", "airworthiness"}
    assert authorities_over("field.terrain", ["radiation"]) == {"ionising_radiation"}
    assert authorities_over("field.terrain", ["road"]) == frozenset()


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([{"code": "air.mood", "domains": ["sea"]}], "there is no hazard or group air.mood"),
        ([{"code": "air", "domains": ["mood"]}], "domains"),
        ([{"code": "air", "domains": []}], "name at least one domain"),
        ([{"code": "air", "domains": ["sea"], "more": 1}], "more"),
        ([{"code": "air", "domains": ["sea"]}] * 2, "stands twice"),
    ],
)
def test_hazard_domains_with_a_mistake_are_refused(items: list[Any], text: str) -> None:
    with pytest.raises(DataProblem, match=text):
        _read(*items)
