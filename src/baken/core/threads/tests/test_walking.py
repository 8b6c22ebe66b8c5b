"""The walk is breadth first and bounded, ends in circles, and tells nothing of what is unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import pytest

from baken.core.questions.threads import Key, ThreadTie
from baken.core.threads.walking import UNSEEN, Looked, Walked, walk


def k(number: int) -> Key:
    """A record of a made-up table."""
    return "x.thing", number


@dataclass
class Drawn:
    """Records drawn on paper: pairs that are tied, which are hidden, which are shut."""

    pairs: Iterable[tuple[int, int]]
    hidden: frozenset[int] = frozenset()
    shut: frozenset[int] = frozenset()
    told: frozenset[int] = frozenset()
    asked: list[str] = field(default_factory=list)

    def ties(self, keys: Collection[Key]) -> Iterable[ThreadTie]:
        self.asked.append("ties")
        here = {number for _table, number in keys}
        return [ThreadTie(k(a), "led_to", k(b)) for a, b in self.pairs if {a, b} & here]

    def look(self, keys: Collection[Key], onward: Collection[Key]) -> Looked:
        self.asked.append("look")
        heard = {key for key in keys if key in onward and key[1] in self.told}
        shown = [key for key in keys if key[1] not in self.hidden | self.shut or key in heard]
        passed = [key for key in keys if key[1] in self.hidden and key not in heard]
        return Looked(shown, passed)

    def leads_on(self, relation: str) -> bool:
        return relation == "led_to"


def numbers(walked: Walked) -> list[int]:
    return [number for _table, number in walked.nodes]


def joined(walked: Walked) -> list[tuple[int, str, int]]:
    return [(tie.source[1], tie.relation, tie.target[1]) for tie in walked.ties]


CHAIN = [(1, 2), (2, 3), (3, 4)]


@pytest.mark.parametrize(("start", "met"), [(1, [1, 2, 3, 4]), (3, [3, 2, 4, 1])])
def test_walk_goes_both_ways_the_nearest_first(start: int, met: list[int]) -> None:
    walked = walk(k(start), Drawn(CHAIN))
    assert numbers(walked) == met
    assert sorted(joined(walked)) == [(1, "led_to", 2), (2, "led_to", 3), (3, "led_to", 4)]
    assert not walked.more


def test_walk_of_a_record_alone_is_that_record() -> None:
    assert walk(k(1), Drawn([])) == Walked((k(1),), ())


def test_walk_in_a_circle_ends_and_tells_each_tie_once() -> None:
    walked = walk(k(1), Drawn([(1, 2), (2, 3), (3, 1), (1, 1)]))
    assert numbers(walked) == [1, 2, 3]
    assert len(walked.ties) == 4


def test_walk_leaves_out_what_is_too_much_and_says_so() -> None:
    star = [(1, number) for number in range(2, 12)]
    walked = walk(k(1), Drawn(star), most=4)
    assert (numbers(walked), walked.more) == ([1, 2, 3, 4], True)
    assert {target for _source, _word, target in joined(walked)} == {2, 3, 4}


def test_walk_asks_as_often_for_a_thousand_as_for_one() -> None:
    few, many = Drawn([(1, 2)]), Drawn([(1, number) for number in range(2, 1002)])
    walk(k(1), few)
    walked = walk(k(1), many)
    assert many.asked == few.asked
    assert (len(walked.nodes), walked.more) == (200, True)


@pytest.mark.parametrize(
    ("pairs", "more"), [(CHAIN, True), (CHAIN[:2], False), ([*CHAIN[:2], (3, 1)], False)]
)
def test_walk_ends_after_so_many_ties_and_says_when_more_would_be_seen(
    pairs: list[tuple[int, int]], more: bool
) -> None:
    walked = walk(k(1), Drawn(pairs), levels=2)
    assert (numbers(walked), walked.more) == ([1, 2, 3], more)


def test_walk_that_is_cut_says_nothing_of_what_is_unseen_further_on() -> None:
    assert not walk(k(1), Drawn(CHAIN, hidden=frozenset({4})), levels=2).more


def test_walk_past_something_unseen_joins_what_is_seen_on_both_sides() -> None:
    walked = walk(k(1), Drawn(CHAIN, hidden=frozenset({2})))
    assert numbers(walked) == [1, 3, 4]
    assert joined(walked) == [(3, "led_to", 4), (1, UNSEEN, 3)]


def test_walk_past_one_or_several_unseen_looks_the_same() -> None:
    one = walk(k(1), Drawn([(1, 2), (2, 4)], hidden=frozenset({2})))
    several = walk(
        k(1), Drawn([(1, 2), (2, 3), (2, 5), (5, 4), (3, 4)], hidden=frozenset({2, 3, 5}))
    )
    assert one == several


def test_walk_nothing_unseen_at_an_end_is_told() -> None:
    assert walk(k(1), Drawn(CHAIN, hidden=frozenset({2, 3, 4}))) == Walked((k(1),), ())


def test_walk_two_that_are_tied_are_not_joined_once_more_by_what_is_unseen() -> None:
    walked = walk(k(1), Drawn([(1, 2), (1, 3), (3, 2)], hidden=frozenset({3})))
    assert joined(walked) == [(1, "led_to", 2)]


def test_walk_stops_at_what_is_shut() -> None:
    assert numbers(walk(k(1), Drawn(CHAIN, shut=frozenset({2})))) == [1]


def test_walk_knows_what_came_of_the_start_and_what_did_not() -> None:
    drawn = Drawn([(1, 2), (2, 3), (4, 3), (5, 1)], hidden=frozenset({2, 3, 4, 5}))
    drawn.told = frozenset({2, 3, 4, 5})
    assert numbers(walk(k(1), drawn)) == [1, 2, 3]


def test_walk_passes_no_more_unseen_than_it_may_show() -> None:
    pairs = [(1, 2), (1, 3), (2, 4), (3, 5)]
    walked = walk(k(1), Drawn(pairs, hidden=frozenset({2, 3})), most=2)
    assert numbers(walked) == [1, 4]
    walked = walk(k(1), Drawn(pairs, hidden=frozenset({2, 3})), most=1)
    assert numbers(walked) == [1]
