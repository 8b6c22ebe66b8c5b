"""Permits are declared once and speak both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from baken.core.access.permits import Permit, all_permits, permit_named, register_permits

READ = "reports.report.read"


def test_permit_named_by_its_room_is_found() -> None:
    assert permit_named(READ) == all_permits()[READ]


def test_permit_named_that_nobody_declared_is_a_programming_error() -> None:
    with pytest.raises(LookupError, match="declare it in the room's permits"):
        permit_named("reports.report.reed")


def test_register_permits_again_with_the_same_meaning_is_harmless() -> None:
    before = all_permits()
    register_permits([permit_named(READ)])
    assert all_permits() == before


def test_register_permits_with_another_meaning_is_refused_and_changes_nothing() -> None:
    before = all_permits()
    with pytest.raises(ValueError, match="declared twice"):
        register_permits([Permit(READ, "alles", "everything")])
    assert all_permits() == before


def test_all_permits_is_a_copy() -> None:
    all_permits().clear()
    assert READ in all_permits()


@pytest.mark.parametrize(
    ("language", "meaning"), [("nl", "lezen"), ("nl-be", "lezen"), ("en", "read"), (None, "lezen")]
)
def test_meaning_in_each_language_is_that_language(language: str | None, meaning: str) -> None:
    permit = Permit("a.b.c", "lezen", "read")
    with translation.override(language):
        assert permit.meaning == meaning
