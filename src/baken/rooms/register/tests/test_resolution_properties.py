"""What always holds of who decides, whatever is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from baken.core.instruments.scoring import CLASSES
from baken.rooms.library.queries import mandate_table, stacking_rules
from baken.rooms.library.rules.mandate import LINES
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.resolution import Question
from baken.rooms.register.rules.stacking import Member, stack_of
from baken.rooms.register.tests.cast import (
    DAY,
    UNITS,
    delegated,
    lasting,
    paper,
    post,
    question,
    resolved,
    signed,
)
from baken.rooms.register.tests.test_stacking import BOATS, some_factors, some_members

contexts = st.sampled_from(["non_operational", "exercise", "deployment"])
some_periods = st.builds(
    lambda start, days: lasting(days, DAY + timedelta(days=start)),
    st.integers(-60, 60),
    st.integers(1, 60),
)
some_posts = st.builds(
    lambda unit, kind, ended: post(
        unit, kind=kind, until=DAY - timedelta(days=1) if ended else None
    ),
    st.sampled_from(UNITS),
    st.sampled_from(["permanent", "acting"]),
    st.booleans(),
)
questions = st.builds(
    Question,
    context=contexts,
    line=st.sampled_from(LINES),
    classes=st.lists(st.sampled_from(CLASSES), min_size=1, max_size=3).map(tuple),
    period=some_periods,
    day=st.just(DAY),
    units=st.just(UNITS),
    posts=st.lists(some_posts, max_size=6).map(tuple),
    earlier=st.lists(some_periods, max_size=3).map(tuple),
    stack=st.lists(some_members, max_size=5).map(lambda m: stack_of(BOATS, m, stacking_rules())),
    decision=st.sampled_from(["accept", "exempt", "mitigate"]),
)


@given(questions)
def test_nothing_is_decided_lower_than_the_table_says(asked: Question) -> None:
    found = resolved(asked)
    rows = [
        row
        for row in mandate_table().rows.values()
        if row.risk_class == found.risk_class
        and asked.context in row.contexts
        and (row.up_to_days is None) == (found.days > 30 or row.risk_class != "high")
    ]
    for signer in found.can_sign:
        assert signer.level >= max(row.min_level for row in rows)
        assert signer.is_live(DAY)
    assert bool(found.refusal) == (found.decider is None)


@given(questions, some_members, st.lists(some_members, max_size=4), some_factors)
def test_one_more_risk_in_the_stack_never_lowers_the_level(
    asked: Question, one_more: Member, some: list[Member], circumstances: frozenset[str]
) -> None:
    slice_ = replace(BOATS, circumstances=circumstances)
    less = replace(asked, stack=stack_of(slice_, some, stacking_rules()))
    more = replace(asked, stack=stack_of(slice_, [*some, one_more], stacking_rules()))
    before, after = resolved(less), resolved(more)
    assert (after.min_level or 0) >= (before.min_level or 0)
    assert set(after.can_sign) <= set(before.can_sign)


@given(questions)
def test_class_of_a_stacked_risk_is_that_of_the_risk_alone(asked: Question) -> None:
    alone = resolved(replace(asked, stack=stack_of(BOATS, [], stacking_rules())))
    stacked = resolved(asked)
    assert (stacked.risk_class, stacked.row) == (alone.risk_class, alone.row)


def pieces_of(period: Period, cuts: list[int]) -> list[Period]:
    """A period in consecutive pieces, cut after some of its days."""
    inside = sorted({cut % period.days for cut in cuts} - {0})
    borders = [0, *inside, period.days]
    days: list[date] = [period.starts_on + timedelta(days=one) for one in borders]
    return [Period(*both) for both in pairwise(days)]


@given(contexts, st.sampled_from(LINES), st.sampled_from(CLASSES), st.integers(1, 90), st.data())
def test_splitting_an_acceptance_never_lowers_the_level(
    context: str, line: str, risk_class: str, days: int, data: st.DataObject
) -> None:
    whole = question(risk_class, days=days, context=context, line=line)
    pieces = pieces_of(whole.period, data.draw(st.lists(st.integers(0, 90), max_size=5)))
    order = data.draw(st.permutations(pieces))
    *before, last = order
    asked = replace(whole, period=last, earlier=tuple(before))
    assert (resolved(asked).min_level or 0) >= (resolved(whole).min_level or 0)


@given(questions)
def test_longest_end_never_lets_days_together_pass_the_row(asked: Question) -> None:
    found = resolved(asked)
    if found.row is not None and found.row.up_to_days is not None and found.latest_end:
        earlier = found.days - asked.period.days
        lasts = (found.latest_end - asked.period.starts_on).days
        assert earlier + lasts <= found.row.up_to_days


@given(
    questions,
    st.integers(1, 400),
    st.sampled_from(UNITS),
    st.sampled_from(["accept", "exempt", "mitigate", "transfer", "avoid", "stop", "escalate"]),
)
def test_expired_or_too_wide_delegation_never_signs(
    asked: Question, late: int, unit: str, decision: str
) -> None:
    source = post(unit, until=DAY + timedelta(days=20))
    everything = {"classes": set(CLASSES), "contexts": {asked.context}}
    too_much = [
        delegated(source, until=DAY - timedelta(days=late), **everything),
        delegated(source, until=DAY + timedelta(days=20 + late), **everything),
        delegated(source, until=None, **everything),
    ]
    if unit != "cds":
        both = {"exercise", asked.context}
        too_much.append(delegated(source, classes={"low", "extreme"}, contexts=both))
    if unit != "ministry":
        too_much.append(delegated(source, level=7, **everything))
    for held in too_much:
        case = replace(asked, decision=decision, posts=(held,))
        assert resolved(case).can_sign == ()
        for breached in (False, True):
            verdict = signed(held, case, paper(limit_breached=breached))
            assert (verdict.may_sign, verdict.post) == (False, None)
