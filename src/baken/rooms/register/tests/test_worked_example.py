"""Worked example of the reference: mandate resolution (irm.md section 14), from start to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from baken.rooms.library.queries import (
    acceptance_terms,
    advice_roles,
    domain_authorities,
    mandate_table,
    stacking_rules,
)
from baken.rooms.org.rules.lines import Tie
from baken.rooms.register.rules.acceptance import Acceptance, Event, Standing, standing_of
from baken.rooms.register.rules.lines import LinesOfDay, Risky, Seat, decisive_line, units_in_line
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.posts import Post
from baken.rooms.register.rules.resolution import Question, Resolution, Step, resolve
from baken.rooms.register.rules.signing import Advice, Paper, Verdict, may_sign
from baken.rooms.register.rules.stacking import Member, Slice, Stack, stack_of

DAY = date(2026, 10, 5)
NIGHT = datetime(2026, 10, 6, 1, 0, tzinfo=UTC)  # 03:00 where they are
SEATS = {
    "MINDEF": Seat(7),
    "CDS": Seat(6, "MINDEF"),
    "DOPS": Seat(5, "CDS"),
    "ATF-26": Seat(4, "DOPS"),
    "CZSK": Seat(5, "MINDEF"),
    "KMARNS": Seat(4, "CZSK"),
    "1MCG": Seat(3, "KMARNS"),
}
OF_DAY = LinesOfDay(
    SEATS,
    (
        Tie("CZSK", "CDS", "operational", date(2005, 9, 5)),
        Tie("1MCG", "ATF-26", "operational", date(2026, 10, 1), date(2026, 10, 30)),
        Tie("ATF-26", "DOPS", "operational", date(2026, 10, 1), date(2026, 10, 30)),
    ),
)
POSTS = tuple(
    Post(f"commander {unit}", unit, SEATS[unit].level, date(2026, 1, 1), named=named)
    for unit, named in [
        ("1MCG", ""),
        ("KMARNS", ""),
        ("ATF-26", ""),
        ("DOPS", "director_of_operations"),
        ("CDS", "chief_of_defence"),
    ]
)
GROUP_COMMANDER, FORMATION, CHIEF = POSTS[0], POSTS[2], POSTS[4]
CAPSIZE = Member("R-2231", "high", frozenset({"vehicles", "people_on_foot"}))
COLD_WATER = Member("R-2240", "medium")
FATIGUE = Member("R-2241", "medium")


BOAT_CREWS = Slice("boat crews", NIGHT, NIGHT + timedelta(hours=3), task="landing")
CASE = Paper(
    changed_at=datetime(2026, 10, 5, 12, 0, tzinfo=UTC),
    authors=frozenset({"adviser", "boat master"}),
    advice=(
        Advice("higher_safety_expert", "hvk", "positive", datetime(2026, 10, 5, 14, tzinfo=UTC)),
    ),
    stack_seen=True,
)
SURF = Event(
    "condition_violated", datetime(2026, 10, 6, 3, 50, tzinfo=UTC), condition="surf_m <= 1.0"
)
LANDED = Event("activity_ended", datetime(2026, 10, 7, 18, 0, tzinfo=UTC))
ACCEPTED = Acceptance(
    risk_class="high",
    context="exercise",
    starts_on=DAY,
    ends_on=DAY + timedelta(days=4),
    latest_end=DAY + timedelta(days=30),
    zone=ZoneInfo("Europe/Oslo"),
)


def asked(stack: Stack) -> Question:
    """The question about R-2231, residual ATP I/D, which is high, for the landing phase."""
    line = decisive_line(Risky("1MCG"), OF_DAY)
    return Question(
        context="exercise",
        line=line,
        classes=("high",),
        period=Period(DAY, DAY + timedelta(days=4)),
        day=DAY,
        units=units_in_line(Risky("1MCG"), line, OF_DAY),
        posts=POSTS,
        stack=stack,
    )


def told(stack: Stack) -> Resolution:
    """The resolution with a stack."""
    return resolve(asked(stack), table=mandate_table(), authorities=domain_authorities())


def stacked(slice_: Slice, *members: Member) -> Stack:
    """The stack of a slice by the rules of the library."""
    return stack_of(slice_, members, stacking_rules())


def signs(commander: Post, found: Resolution) -> Verdict:
    """What is said when a commander signs."""
    return may_sign(commander.person, (commander,), found, CASE, advice_roles())


def standing(*events: Event) -> Standing:
    """How the acceptance stands right after the last of some events."""
    return standing_of(ACCEPTED, events, at=events[-1].at, terms=acceptance_terms())


def test_worked_example_capsize_of_a_landing_craft_in_surf() -> None:
    # 1, 2: an exercise; the operational line decides, since the group is under the task group.
    question = asked(Stack())
    assert question.line == "operational"
    assert question.units == ("1MCG", "ATF-26", "DOPS", "CDS", "MINDEF")

    # 3: from 03:00 to 06:00 there is cold water, fatigue and darkness with craft as well.
    dark = replace(BOAT_CREWS, circumstances=frozenset({"darkness"}))
    by_night = stacked(dark, CAPSIZE, COLD_WATER, FATIGUE)
    reasons = ("high_with_two_medium", "darkness_with_vehicles")
    assert tuple(one.code for one in by_night.reasons) == reasons

    # 4: the class stays high, and level 4 becomes level 6: the Chief of Defence.
    raised = told(by_night)
    assert (raised.risk_class, raised.min_level, raised.decider) == ("high", 6, CHIEF)
    levels = {"raises": 2, "from_level": 4, "to_level": 6, "reasons": reasons}
    assert Step("stack", levels) in raised.steps

    # 5: the group commander tries to sign, and is refused with who can.
    refused = signs(GROUP_COMMANDER, raised)
    assert [one.code for one in refused.refusals] == ["level_too_low"]
    assert refused.can_sign == (CHIEF,)

    # 6: he starts at 06:30 in daylight with rested crews: high with one medium, so the formation
    # signs, for at most 30 days.
    morning = {"from_at": NIGHT + timedelta(hours=3.5), "to_at": NIGHT + timedelta(hours=6.5)}
    lower = told(stacked(replace(BOAT_CREWS, **morning), CAPSIZE, COLD_WATER))
    assert (lower.risk_class, lower.min_level, lower.decider) == ("high", 4, FORMATION)
    assert lower.latest_end == DAY + timedelta(days=30)
    signed = signs(FORMATION, lower)
    assert (signed.may_sign, signed.post, signed.tell) == (True, FORMATION, ("level_5",))

    # 7: at 05:50 the surf is too high: suspended; it ends when the landing phase does.
    now, after = standing(SURF), standing(SURF, LANDED)
    assert (now.state, now.violated) == ("suspended", ("surf_m <= 1.0",))
    assert (after.state, after.ending.reason) == ("ended", "activity_ended")
