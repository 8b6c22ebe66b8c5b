"""Two at once: whoever decides on a risk and whoever changes what it is met with never miss each other."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import close_old_connections, connection

from baken.conftest import Cast
from baken.core.workflow.errors import StepRefused
from baken.rooms.register.models import STANDING, Decision, Risk
from baken.rooms.register.tests.deciding import MINUTE, MITIGATED, pending, take
from baken.rooms.register.tests.factories import MEDIUM, give_score
from baken.rooms.register.tests.slices import a_slice, put_in, scored_risk, slice_with

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a real database"),
]


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """What went wrong with each of several that are done at the same time, refusals left out."""
    wrong: list[Exception] = []
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            together.wait()
            act()
        except StepRefused:
            pass
        except Exception as problem:
            wrong.append(problem)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return wrong


@pytest.mark.parametrize("nth", range(3))
def test_decision_and_a_stack_that_grows_never_pass_each_other(cast: Cast, nth: int) -> None:
    risk, solvent = pending(cast), scored_risk(cast, "medium", hazard="substances.ototoxic")
    adviser, at = cast.safety_adviser.actor, cast.at + 2 * MINUTE
    record = a_slice(actor=adviser, unit=cast.company, at=cast.at)
    record = put_in(record, risk, actor=adviser, at=cast.at, factors=["noise"])
    wrong = at_once(
        lambda: take(cast.commander.actor, risk, "mitigate", at, MITIGATED),
        lambda: put_in(record, solvent, actor=adviser, at=at, factors=["ototoxic_substance"]),
    )
    assert [one for one in wrong if "stack_seen" not in str(one)] == []
    standing = Decision.objects.for_system(reason="trail").filter(risk=risk, state__in=STANDING)
    assert not standing.exists(), nth
    assert Risk.objects.for_system(reason="trail").get(pk=risk.pk).state == "decision_pending"


def test_risks_in_the_same_slices_are_scored_at_once_without_waiting_for_ever(cast: Cast) -> None:
    one, other = scored_risk(cast, "medium"), scored_risk(cast, "medium")
    slice_with(cast, one, other)
    slice_with(cast, other, one)
    leader = cast.team_leader.actor
    wrong = at_once(
        lambda: give_score(one, leader, cast.at + MINUTE),
        lambda: give_score(other, leader, cast.at + MINUTE, **MEDIUM),
    )
    assert wrong == []
    rows = Risk.objects.for_system(reason="trail").filter(pk__in=[one.pk, other.pk])
    assert sorted(rows.values_list("current_class", flat=True)) == ["high", "medium"]
