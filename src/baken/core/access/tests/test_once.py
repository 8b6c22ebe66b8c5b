"""On a page that is looked at, what was asked about a record is not asked again."""

from __future__ import annotations

from typing import Any

from baken.core.access.once import keep_for_page, once_a_page

ASKED: list[Any] = []


class Thing:
    """Any object that is not shared between pages."""


@once_a_page
def told(actor: Any, thing: Thing) -> int:
    """How often anything was asked."""
    ASKED.append((actor, thing))
    return len(ASKED)


@once_a_page
def told_too(thing: Thing) -> int:
    """As told, for anybody."""
    ASKED.append(thing)
    return len(ASKED)


def test_every_time_is_asked_of_a_record_that_keeps_nothing() -> None:
    thing, actor = Thing(), object()
    assert told(actor, thing) != told(actor, thing)


def test_once_is_asked_of_a_record_that_keeps_answers() -> None:
    thing, actor = Thing(), object()
    keep_for_page(thing)
    assert told(actor, thing) == told(actor, thing)


def test_another_actor_function_or_record_gets_its_own_answer() -> None:
    thing, other, actor, colleague = Thing(), Thing(), object(), object()
    keep_for_page(thing)
    keep_for_page(other)
    answers = [told(actor, thing), told(colleague, thing), told(actor, other), told_too(thing)]
    assert len(set(answers)) == len(answers)


def test_a_page_starts_with_nothing_kept() -> None:
    thing, actor = Thing(), object()
    keep_for_page(thing)
    first = told(actor, thing)
    keep_for_page(thing)
    assert told(actor, thing) != first


def test_an_actor_who_is_gone_lends_its_identity_to_nobody() -> None:
    thing = Thing()
    keep_for_page(thing)
    assert len({told(object(), thing) for _ in range(50)}) == 50
