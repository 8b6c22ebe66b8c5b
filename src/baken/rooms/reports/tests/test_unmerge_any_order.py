"""Merged and undone in any order, every list of harm is as if what went back had never come."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.models import Damage, Injury
from baken.rooms.reports.tests.test_same_event import merge, same, told, unmerge

OUTCOMES = ("first_aid", "medical_treatment", "lost_time", "death")
HOW = {"same": same, "merge": merge}
MANY, ACTS = 5, 16
pytestmark = pytest.mark.usefixtures("_english")


@pytest.fixture
def _english() -> Any:
    with translation.override("en"):
        yield


class Expected:
    """Who is in whom, and what should then stand: worked out from nothing each time."""

    def __init__(self, own: list[list[str]]) -> None:
        self.own = own
        self.into: dict[int, tuple[int, str]] = {}

    def listed(self, nr: int) -> list[str]:
        found = sorted(self.own[nr])
        for one, (where, how) in self.into.items():
            if where != nr:
                continue
            came = self.listed(one)
            if how == "merge":
                found = sorted(found + came)
            elif (came.count("death"), len(came)) > (found.count("death"), len(found)):
                found = came
        return found


@pytest.mark.parametrize("seed", range(6))
def test_lists_are_as_if_what_went_back_had_never_come(cast: Cast, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - no secret: the same acts for each seed
    hurt = Expected([draw.choices(OUTCOMES, k=draw.randint(0, 4)) for _nr in range(MANY)])
    harmed = Expected([[f"{nr}-{k}" for k in range(draw.randint(0, 3))] for nr in range(MANY)])
    all_ = [
        told(cast, f"S{nr}", " ".join(hurt.own[nr]), damages=[{"what": w} for w in harmed.own[nr]])
        for nr in range(MANY)
    ]
    for _act in range(ACTS):
        free = [nr for nr in range(MANY) if nr not in hurt.into]
        if len(free) == 1 or (hurt.into and draw.random() < 0.45):
            back = draw.choice(sorted(hurt.into))
            unmerge(cast, all_[back])
            hurt.into.pop(back), harmed.into.pop(back)
        else:
            one, where = draw.sample(free, 2)
            how = draw.choice(("same", "same", "merge"))
            try:
                HOW[how](cast, all_[one], all_[where])
            except FieldsRefused:  # one system told of both
                continue
            hurt.into[one] = harmed.into[one] = (where, how)
        for nr, each in enumerate(all_):
            outcomes = Injury.objects.of(each).values_list("outcome", flat=True)
            assert sorted(outcomes) == hurt.listed(nr)
            what = Damage.objects.of(each).values_list("what", flat=True)
            assert sorted(what) == harmed.listed(nr)
    assert list(breaks()) == []
