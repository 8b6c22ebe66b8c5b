"""The files about barriers: they load, and a mistake is named with file, entry and field."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.queries import DATA
from baken.rooms.library.queries.barriers import barrier_model, barrier_types
from baken.rooms.library.rules.barrier_model import read_barrier_model, read_barrier_types


def content(name: str) -> Any:
    """A file as it stands."""
    return yaml.safe_load((DATA / "barriers" / name).read_text(encoding="utf-8"))


def test_barrier_model_holds_the_table_of_the_domain() -> None:
    """Source: domain reference, irm, section 9."""
    told = {
        one.code: (one.weight, one.half_life_days, one.cap, one.weekly)
        for one in barrier_model().signals.values()
    }
    assert told == {
        "failure": (0.6, 180, 1, 0),
        "report": (0.1, 90, 0.4, 0),
        "nonconformity": (0.4, None, 1, 0),
        "overdue_measure": (0.2, None, 0.5, 0.02),
        "expired": (0.5, None, 0.5, 0),
        "coverage": (1, None, 1, 0),
        "override": (0.8, None, 0.8, 0),
    }


def test_barrier_model_minor_nonconformity_takes_fifteen_hundredths() -> None:
    kind = barrier_model().signals["nonconformity"]
    assert kind.grades is not None
    assert kind.weight * kind.grades["minor"].strength == pytest.approx(0.15)


def test_barrier_types_training_and_rule_only_support() -> None:
    found = [one.code for one in barrier_types().values() if one.only_support]
    assert found == ["training", "rule"]


def _signal(name: str, value: Any, place: int = 0) -> Callable[[Any], None]:
    return lambda file: file["signals"][place].update({name: value})


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda f: f.update(amber_from=0.9), "head, amber_from: this must be less"),
        (lambda f: f.update(green_from=1.5), "head, green_from: a number above zero and at most"),
        (lambda f: f.update(colour="red"), "head, colour: there is no such field"),
        (_signal("weight", 0), "head, signals 1, weight: a number above zero is needed"),
        (_signal("cap", 0.5), "head, signals 1, cap: this must be at least the weight"),
        (_signal("weekly", 0.1), "head, signals 1, weekly: give weekly or half_life_days"),
        (_signal("is_measured", True), "head, signals 1, is_measured: give grades or is_measured"),
        (_signal("code", "report"), "report, code: this code stands twice"),
    ],
)
def test_barrier_model_with_a_mistake_is_refused(spoil: Callable[[Any], None], told: str) -> None:
    file = copy.deepcopy(content("signals.yaml"))
    spoil(file)
    with pytest.raises(DataProblem) as refused:
        read_barrier_model("signals.yaml", file)
    assert str(refused.value).startswith(f"signals.yaml, {told}")


def test_barrier_types_with_a_mistake_are_refused() -> None:
    file = content("types.yaml")
    file["items"][0]["only_support"] = "perhaps"
    with pytest.raises(DataProblem, match=r"types\.yaml, head, items 1, only_support"):
        read_barrier_types("types.yaml", file)
