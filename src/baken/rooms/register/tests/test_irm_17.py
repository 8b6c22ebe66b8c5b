"""Acceptance tests of the reference (irm.md section 17) that are decisions by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from baken.rooms.library.queries import stacking_rules
from baken.rooms.register.rules.signing import offered
from baken.rooms.register.rules.stacking import Member, Slice, stack_of
from baken.rooms.register.rules.sums import noise_level
from baken.rooms.register.tests.cast import (
    DAY,
    codes,
    delegated,
    paper,
    post,
    posts,
    question,
    resolved,
    signed,
)


def test_irm_17_3_signer_with_exactly_the_level_in_the_wrong_line_is_refused() -> None:
    asked = question("high")
    assert resolved(asked).min_level == 4
    neighbour = replace(post("brigade", person="neighbour"), unit="another brigade")
    verdict = signed(neighbour, asked)
    assert codes(verdict) == ["wrong_line"]
    assert verdict.can_sign[0] == post("brigade")


def test_irm_17_4_expired_delegation_is_refused_with_the_name_of_who_can_sign_now() -> None:
    expired = delegated(post("battalion"), until=DAY - timedelta(days=1))
    verdict = signed(expired, question("medium", posts=(*posts("battalion"), expired)))
    assert codes(verdict) == ["over"]
    assert [one.person for one in verdict.can_sign] == ["commander of battalion"]


def test_irm_17_5_legal_limit_breach_accept_is_not_offered() -> None:
    breach = paper(limit_breached=True)
    assert "accept" not in offered(breach)
    assert codes(signed(post("ministry"), question("low"), breach)) == ["not_offered"]


def test_irm_17_7_named_combination_raises_the_level_not_the_class() -> None:
    start = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
    slice_ = Slice("blasters", start, start + timedelta(hours=8), place="hall 3")
    two = [
        Member("noise", "medium", frozenset({"noise"})),
        Member("toluene", "medium", frozenset({"ototoxic_substance"})),
    ]
    found = resolved(question("medium", stack=stack_of(slice_, two, stacking_rules())))
    assert (found.risk_class, found.min_level) == ("medium", 4)
    assert {one.risk_class for one in found.question.stack.members} == {"medium"}


def test_irm_17_8_noise_of_two_sources_in_a_slice_is_added_by_energy() -> None:
    assert round(noise_level([85.0, 85.0]), 1) == 88.0
