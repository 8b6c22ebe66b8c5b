"""For what a post is delegated: everything is named, and nothing beyond it."""

from __future__ import annotations

import itertools

import pytest

from baken.rooms.org.rules.delegating import Decision, in_order, problems_of_scope

ABLE = [
    *(Decision(*one) for one in itertools.product(("low", "medium"), ("work", "exercise"))),
    Decision("high", "exercise"),
]


@pytest.mark.parametrize(
    ("classes", "contexts", "problems"),
    [
        (["low"], ["work"], {}),
        (["low", "medium"], ["work", "exercise"], {}),
        (["high"], ["exercise"], {}),
        ([], ["work"], {"classes": "say_for_what"}),
        (["low"], [], {"contexts": "say_for_what"}),
        ([], [], {"classes": "say_for_what", "contexts": "say_for_what"}),
        (["low", "extreme"], ["work"], {"classes": "beyond_your_mandate"}),
        (["high"], ["work"], {"contexts": "not_together"}),
        (["low"], ["space"], {"contexts": "not_together"}),
    ],
)
def test_scope_of_a_deciding_post_is_named_and_within_what_it_may_decide(
    classes: list[str], contexts: list[str], problems: dict[str, str]
) -> None:
    assert problems_of_scope(classes, contexts, ABLE) == problems


@pytest.mark.parametrize(
    ("classes", "contexts", "problems"),
    [
        ([], [], {}),
        (["low"], [], {"classes": "decides_nothing"}),
        (["low"], ["work"], {"classes": "decides_nothing", "contexts": "decides_nothing"}),
    ],
)
def test_scope_of_a_post_that_decides_nothing_is_empty(
    classes: list[str], contexts: list[str], problems: dict[str, str]
) -> None:
    assert problems_of_scope(classes, contexts, []) == problems


def test_codes_are_kept_once_in_the_order_of_their_list() -> None:
    assert in_order(["high", "low", "low", "purple"], ["low", "medium", "high"]) == "low high"
