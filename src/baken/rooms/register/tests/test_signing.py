"""Who signs here and now: every refusal by its case, and who can instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from baken.rooms.register.rules.posts import PROBLEMS, Post
from baken.rooms.register.rules.signing import Refusal, offered
from baken.rooms.register.tests.cast import (
    AT,
    BEFORE,
    DAY,
    advice,
    codes,
    delegated,
    lasting,
    paper,
    post,
    posts,
    question,
    signed,
    stack,
)

DEPUTY = delegated(post("battalion"))
DIRECTOR = replace(post("part", person="director"), named="director_of_operations")


def test_commander_with_the_mandate_signs() -> None:
    verdict = signed(post("battalion"), question("medium"))
    assert (verdict.may_sign, verdict.post) == (True, post("battalion"))
    assert verdict.tell == ("level_4",)


def test_commander_signs_by_the_highest_post_that_fits() -> None:
    both = (post("battalion"), post("part", person="commander of battalion"))
    assert signed(both, question("medium")).post == both[1]


def test_commander_signs_by_an_own_post_before_a_higher_one_that_was_delegated() -> None:
    own = post("battalion", person="deputy")
    both = (delegated(post("part")), own)
    assert signed(both, question("medium"), person="deputy").post == own


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (post("company"), "level_too_low"),
        (replace(post("brigade"), unit="another brigade"), "wrong_line"),
        (post("brigade", below=False), "wrong_line"),
        (post("brigade", role="safety_adviser"), "not_commander"),
        (post("brigade", until=DAY - timedelta(days=1)), "over"),
        (post("brigade", from_on=DAY + timedelta(days=1)), "not_begun"),
    ],
)
def test_post_that_does_not_fit_is_refused_with_who_can(held: Post, code: str) -> None:
    verdict = signed(held, question("medium"))
    told = {"min_level": 3, "unit": held.unit, "level": held.level, "until": held.until}
    assert verdict.refusals == (Refusal(code, told),)
    assert verdict.post is None
    assert [one.unit for one in verdict.can_sign] == [
        "battalion",
        "brigade",
        "part",
        "cds",
        "ministry",
    ]


def test_somebody_without_a_post_is_refused() -> None:
    verdict = signed((), question("medium"), person="soldier")
    assert verdict.refusals == (Refusal("not_commander", {"min_level": 3}),)


def test_post_of_somebody_else_does_not_count() -> None:
    assert codes(signed(post("battalion"), question("medium"), person="soldier")) == [
        "not_commander"
    ]


def test_refusal_is_about_the_post_that_came_closest() -> None:
    low = post("company")
    elsewhere = replace(post("brigade", person=low.person), unit="another brigade")
    assert codes(signed((low, elsewhere), question("medium"))) == ["level_too_low"]


# ---- delegation ----


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"until": DAY},
        {"from_on": DAY},
        {"contexts": {"non_operational", "exercise"}},
        {"classes": {"medium"}},
    ],
)
def test_delegation_that_is_sound_signs(changes: dict[str, Any]) -> None:
    held = delegated(post("battalion"), **changes)
    assert signed(held, question("medium")).post == held


@pytest.mark.parametrize(
    ("source", "changes", "code"),
    [
        ({}, {"until": DAY - timedelta(days=1)}, "over"),
        ({}, {"from_on": DAY + timedelta(days=1)}, "not_begun"),
        ({}, {"until": None}, "delegation_incomplete"),
        ({}, {"delegation": None}, "delegation_incomplete"),
        ({}, {"reason": " "}, "delegation_incomplete"),
        ({}, {"classes": set()}, "delegation_incomplete"),
        ({}, {"contexts": set()}, "delegation_incomplete"),
        ({}, {"classes": {"low", "high"}}, "delegation_too_wide"),
        ({}, {"contexts": {"non_operational", "nowhere"}}, "delegation_too_wide"),
        ({}, {"level": 4}, "delegation_too_wide"),
        ({}, {"from_on": DAY - timedelta(days=400)}, "delegation_too_wide"),
        ({"until": DAY + timedelta(days=9)}, {}, "delegation_too_wide"),
        ({"below": False}, {"below": True}, "delegation_too_wide"),
        ({"kind": "delegate"}, {}, "delegation_too_wide"),
        ({"role": "safety_adviser"}, {"role": "commander"}, "delegation_too_wide"),
        ({"unit": "another battalion"}, {"unit": "battalion"}, "delegation_too_wide"),
        ({"until": DAY - timedelta(1)}, {"until": DAY - timedelta(1)}, "over"),
        ({}, {"classes": {"low"}}, "delegation_not_for_this"),
        ({}, {"contexts": {"exercise"}}, "delegation_not_for_this"),
    ],
)
def test_delegation_that_is_not_sound_never_signs(
    source: dict[str, Any], changes: dict[str, Any], code: str
) -> None:
    held = delegated(replace(post("battalion"), **source), **changes)
    for decision in ("accept", "mitigate"):
        assert codes(signed(held, question("medium", decision=decision))) == [code]


def test_delegation_of_the_highest_mandates_is_for_nobody() -> None:
    held = delegated(post("cds"), classes={"extreme"}, contexts={"exercise"})
    asked = question("extreme", context="exercise", activity_ends_on=DAY + timedelta(days=20))
    assert codes(signed(held, asked)) == ["not_delegable"]


@pytest.mark.parametrize(("person", "refused"), [("director", []), ("deputy", ["not_delegable"])])
def test_delegation_of_the_chief_of_defence_is_for_the_director_of_operations(
    person: str, refused: list[str]
) -> None:
    held = delegated(post("cds"), person=person, classes={"high"}, contexts={"deployment"})
    asked = question(
        "high",
        days=40,
        context="deployment",
        line="operational",
        posts=(*posts("company", "cds"), DIRECTOR, held),
    )
    assert codes(signed(held, asked)) == refused


def test_named_post_is_the_only_one_that_signs() -> None:
    asked = question("extreme", context="exercise", activity_ends_on=DAY + timedelta(days=20))
    assert codes(signed(post("ministry"), asked)) == ["other_post"]
    assert signed(post("cds"), asked).may_sign


def test_problems_are_each_known_by_the_order_in_which_they_are_looked_at() -> None:
    assert len(set(PROBLEMS)) == len(PROBLEMS)


# ---- the case ----


@pytest.mark.parametrize(
    ("authors", "refused"),
    [
        ({"commander of battalion"}, ["only_author"]),
        ({"commander of battalion", "adviser"}, []),
        ({"adviser"}, []),
        (set(), []),
    ],
)
def test_only_author_does_not_decide_on_own_work(authors: set[str], refused: list[str]) -> None:
    case = paper(authors=frozenset(authors))
    assert codes(signed(post("battalion"), question("medium"), case)) == refused


@pytest.mark.parametrize(
    ("authors", "refused"),
    [
        ({"commander of battalion"}, [Refusal("scorers_missing", {"needed": 2})]),
        ({"adviser"}, [Refusal("scorers_missing", {"needed": 2})]),
        ({"adviser", "sergeant"}, []),
    ],
)
def test_risk_is_let_go_on_when_enough_people_scored_it(
    authors: set[str], refused: list[Refusal]
) -> None:
    case = paper(authors=frozenset(authors), scorers_needed=2)
    found = signed(post("battalion"), question("medium"), case)
    assert list(found.refusals) == refused


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ([advice("safety_adviser")], []),
        ([advice("higher_safety_expert")], []),  # counts as well
        ([], [Refusal("advice_missing", {"one_of": ("safety_adviser",)})]),
        ([advice("legal_adviser")], [Refusal("advice_missing", {"one_of": ("safety_adviser",)})]),
        (
            [advice("safety_adviser", given_at=AT)],
            [Refusal("advice_older_than_change", {"one_of": ("safety_adviser",)})],
        ),
        ([advice("safety_adviser", given_at=BEFORE), advice("safety_adviser")], []),
        (
            [advice("safety_adviser", person="commander of battalion")],
            [Refusal("advice_missing", {"one_of": ("safety_adviser",)})],
        ),
    ],
)
def test_advice_is_there_of_another_and_after_the_last_change(
    given: list[Any], refused: list[Refusal]
) -> None:
    verdict = signed(post("battalion"), question("medium"), paper(advice=tuple(given)))
    assert list(verdict.refusals) == refused


@pytest.mark.parametrize(
    ("kinds", "days", "refused"),
    [
        (("higher_safety_expert",), 30, []),
        (("domain_expert",), 30, []),
        (("safety_adviser",), 30, ["advice_missing"]),
        (("higher_safety_expert", "domain_expert"), 31, []),
        (("higher_safety_expert",), 31, ["advice_missing"]),
        (("domain_expert",), 31, ["advice_missing"]),
        ((), 31, ["advice_missing", "advice_missing"]),
    ],
)
def test_advice_one_of_every_group(kinds: tuple[str, ...], days: int, refused: list[str]) -> None:
    case = paper(advice=tuple(advice(kind) for kind in kinds))
    assert codes(signed(post("part"), question("high", days=days), case)) == refused


def test_negative_advice_does_not_stop_but_asks_a_reason_and_tells_one_level_up() -> None:
    against = paper(advice=(advice("safety_adviser", "negative"),))
    asked = question("medium")
    assert codes(signed(post("part"), asked, against)) == ["reason_missing"]
    verdict = signed(post("part"), asked, replace(against, reason="No other way to do it."))
    assert (verdict.may_sign, verdict.tell) == (True, ("level_4", "level_6"))


def test_negative_advice_at_the_top_has_nobody_above() -> None:
    against = paper(advice=(advice("safety_adviser", "negative"),), reason="Needed.")
    assert signed(post("ministry"), question("medium"), against).tell == ("level_4",)


@pytest.mark.parametrize(
    "given",
    [
        [advice("legal_adviser", "negative", given_at=BEFORE)],  # on an older picture
        [
            advice("legal_adviser", "negative", given_at=AT + timedelta(minutes=1)),
            advice("legal_adviser"),  # the same one thought again
        ],
        [advice("legal_adviser", "negative", person="commander of battalion")],
    ],
)
def test_negative_advice_that_no_longer_counts_asks_nothing(given: list[Any]) -> None:
    case = paper(advice=(advice("safety_adviser"), *given))
    assert signed(post("battalion"), question("medium"), case).tell == ("level_4",)


MINUTE = timedelta(minutes=1)
LATER = AT + 2 * MINUTE
NO = advice("diving_rules", "negative", given_at=AT)
NO_AGAIN = replace(NO, given_at=AT + timedelta(days=2))


def written(person: str, document: str = "letter 12") -> Any:
    """A yes of the diving authority that somebody wrote down."""
    return advice("diving_rules", person=person, whose="Lt. Duik", document=document)


@pytest.mark.parametrize(
    ("subject", "given", "refused"),
    [
        ("airworthiness", [], ["consent_missing"]),
        ("airworthiness", [advice("airworthiness")], []),
        ("airworthiness", [advice("airworthiness", given_at=AT)], ["consent_missing"]),
        ("airworthiness", [advice("airworthiness", "negative")], ["authority_against"]),
        ("diving_rules", [], []),
        ("diving_rules", [advice("diving_rules")], []),
        ("diving_rules", [advice("diving_rules", "negative")], ["authority_against"]),
        ("diving_rules", [advice("diving_rules", "negative", given_at=BEFORE)], ["authority_against"]),
        ("airworthiness", [advice("airworthiness", person="commander of battalion")], ["consent_missing"]),
        ("diving_rules", [NO, written("one")], ["authority_unconfirmed"]),
        ("diving_rules", [NO, written("one"), written("one")], ["authority_unconfirmed"]),
        ("diving_rules", [NO, written("one"), written("two", "letter 13")], ["authority_unconfirmed"]),
        ("diving_rules", [NO, written("one"), written("commander of battalion")], ["authority_unconfirmed"]),
        ("diving_rules", [NO, written("one"), written("two", "Letter 12 ")], []),
        ("diving_rules", [written("one"), NO_AGAIN], ["authority_against"]),
        ("airworthiness", [replace(written("one"), kind="airworthiness")], []),
    ],
)  # fmt: skip
def test_authority_is_overruled_by_no_commander(
    subject: str, given: list[Any], refused: list[str]
) -> None:
    case = paper(advice=(advice("safety_adviser"), *given), reason="The task is needed.")
    asked = question("medium", subjects=frozenset({subject}))
    assert codes(signed(post("battalion"), asked, case)) == refused


def test_two_lawyers_whose_words_one_person_wrote_down_are_two() -> None:
    said = [
        advice("legal_adviser", "negative", person="one", whose="mr. A", given_at=LATER),
        advice("legal_adviser", person="one", whose="mr. B", given_at=LATER + MINUTE),
    ]
    case = paper(advice=(advice("safety_adviser"), *said))
    assert codes(signed(post("battalion"), question("medium"), case)) == ["reason_missing"]


@pytest.mark.parametrize(
    ("changes", "activity", "refused"),
    [
        ({}, 20, []),
        ({"alternatives": " "}, 20, ["alternatives_missing"]),
        ({"proposals": frozenset()}, 20, ["proposal_missing"]),
        ({"proposals": frozenset({4})}, 20, ["proposal_missing"]),
        ({"proposals": frozenset({4, 6})}, 20, []),
        ({}, None, []),  # then for at most thirty days
        ({}, 5, ["too_long"]),
    ],
)
def test_extreme_needs_alternatives_a_proposal_and_an_end(
    changes: dict[str, Any], activity: int | None, refused: list[str]
) -> None:
    ends = None if activity is None else DAY + timedelta(days=activity)
    asked = question("extreme", activity_ends_on=ends)
    assert codes(signed(post("ministry"), asked, paper(**changes))) == refused


@pytest.mark.parametrize(
    ("context", "refused"), [("exercise", ["activity_end_missing"]), ("deployment", [])]
)
def test_extreme_in_an_exercise_is_bound_to_an_activity(context: str, refused: list[str]) -> None:
    asked = question("extreme", context=context, line="operational")
    assert codes(signed(post("cds"), asked)) == refused


@pytest.mark.parametrize(
    ("days", "earlier", "refused"),
    [
        (365, (), []),
        (366, (), [Refusal("too_long", {"latest_end": DAY + timedelta(days=365)})]),
        (365, (lasting(100, DAY - timedelta(days=100)),), []),
    ],
)
def test_acceptance_is_no_longer_than_its_row_allows(
    days: int, earlier: tuple[Any, ...], refused: list[Refusal]
) -> None:
    asked = question("medium", days=days, earlier=earlier)
    assert list(signed(post("battalion"), asked).refusals) == refused


@pytest.mark.parametrize(
    ("raises", "seen", "refused"),
    [(0, False, []), (1, False, ["stack_not_seen"]), (1, True, [])],
)
def test_stack_must_be_seen(raises: int, refused: list[str], *, seen: bool) -> None:
    asked = question("medium", stack=stack(raises))
    assert codes(signed(post("brigade"), asked, paper(stack_seen=seen))) == refused


# ---- other decisions, and the law ----


@pytest.mark.parametrize("decision", ["avoid", "escalate"])
def test_decision_that_lets_nothing_go_on_takes_any_commander_in_the_line(decision: str) -> None:
    bare = paper(advice=(advice("x", "negative"),), stack_seen=False, authors=frozenset())
    asked = question("extreme", decision=decision, stack=stack(2))
    verdict = signed(post("company"), asked, bare)
    assert (verdict.may_sign, verdict.post) == (True, post("company"))
    elsewhere = replace(post("brigade"), unit="another brigade")
    assert codes(signed(elsewhere, asked, bare)) == ["wrong_line"]
    late = post("company", until=DAY - timedelta(days=1))
    assert codes(signed(late, asked, bare)) == ["over"]


def test_decision_without_a_rule_is_handed_up_and_nothing_else() -> None:
    nowhere = question("low", context="deployment", line="organic")
    refused = signed(post("ministry"), nowhere).refusals
    assert refused == (Refusal("no_rule", {"escalate_to": ("safety_department", 5)}),)
    assert signed(post("company"), replace(nowhere, decision="escalate")).may_sign


@pytest.mark.parametrize(
    ("breached", "decisions"),
    [
        (False, ("mitigate", "avoid", "transfer", "accept", "escalate")),
        (True, ("stop", "exempt", "mitigate")),
    ],
)
def test_offered_decisions(decisions: tuple[str, ...], *, breached: bool) -> None:
    assert offered(paper(limit_breached=breached)) == decisions


@pytest.mark.parametrize(
    ("decision", "changes", "refused"),
    [
        ("stop", {}, []),
        ("accept", {}, ["not_offered"]),
        ("transfer", {}, ["not_offered"]),
        ("exempt", {}, ["legal_basis_missing"]),
        ("exempt", {"legal_basis": "Arbobesluit 4.1"}, []),
        ("mitigate", {}, ["interim_control_missing", "interim_term_missing"]),
        ("mitigate", {"interim_control": "Closed off"}, ["interim_term_missing"]),
        ("mitigate", {"interim_control": "Closed off", "interim_until": DAY}, []),
        (
            "mitigate",
            {"interim_control": "Closed off", "interim_until": DAY - timedelta(days=1)},
            ["interim_term_over"],
        ),
    ],
)
def test_broken_legal_limit_is_stopped_exempted_or_mitigated(
    decision: str, changes: dict[str, Any], refused: list[str]
) -> None:
    case = paper(limit_breached=True, **changes)
    assert codes(signed(post("part"), question("medium", decision=decision), case)) == refused


@pytest.mark.parametrize("decision", ["stop", "exempt"])
def test_without_a_broken_limit_there_is_nothing_to_stop_or_exempt(decision: str) -> None:
    asked = question("medium", decision=decision)
    verdict = signed(post("part"), asked, paper(legal_basis="some"))
    assert codes(verdict) == ["not_offered"]


def test_exemption_is_not_for_a_battalion() -> None:
    case = paper(limit_breached=True, legal_basis="Arbobesluit 4.1")
    asked = question("low", decision="exempt")
    assert codes(signed(post("battalion"), asked, case)) == ["level_too_low"]


def test_every_reason_is_told_at_once() -> None:
    case = paper(limit_breached=True, advice=(), stack_seen=False)
    asked = question("medium", stack=stack(1))
    assert codes(signed(post("company"), asked, case)) == [
        "level_too_low",
        "not_offered",
        "stack_not_seen",
        "advice_missing",
    ]


def test_delegate_is_told_what_is_wrong_with_the_delegation() -> None:
    late = replace(DEPUTY, until=DAY - timedelta(days=1))
    [refusal] = signed(late, question("medium")).refusals
    assert refusal.values["until"] == DAY - timedelta(days=1)


# ---- what stands in the way of letting a risk go on ----


@pytest.mark.parametrize("decision", ["accept", "mitigate", "transfer"])
def test_who_took_a_broken_limit_away_signs_nothing_that_goes_on(decision: str) -> None:
    asked = question("medium", decision=decision)
    verdict = signed(post("battalion"), asked, paper(took_limit_away=True))
    assert codes(verdict) == ["took_limit_away"]


@pytest.mark.parametrize("decision", ["avoid", "escalate"])
def test_who_took_a_broken_limit_away_avoids_or_hands_up(decision: str) -> None:
    asked = question("medium", decision=decision)
    assert signed(post("battalion"), asked, paper(took_limit_away=True)).may_sign


@pytest.mark.parametrize(
    ("decision", "refusals"),
    [
        ("accept", (Refusal("barrier_fails", {"barriers": ("B-1, b3", "B-1, b4")}),)),
        ("mitigate", ()),
        ("transfer", ()),
        ("avoid", ()),
        ("escalate", ()),
    ],
)
def test_risk_is_not_carried_on_as_it_is_while_a_barrier_under_it_fails(
    decision: str, refusals: tuple[Refusal, ...]
) -> None:
    asked = question("high", decision=decision)
    verdict = signed(post("brigade"), asked, paper(failing=("B-1, b3", "B-1, b4")))
    assert verdict.refusals == refusals


def test_exemption_is_not_signed_while_a_barrier_fails() -> None:
    asked = question("high", decision="exempt")
    case = paper(failing=("B-1, b3",), limit_breached=True, legal_basis="Artikel 1")
    assert codes(signed(post("part"), asked, case)) == ["barrier_fails"]
