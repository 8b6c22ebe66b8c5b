"""Every field of a model stands in exactly one privacy class."""

from __future__ import annotations

import pytest

from baken.core.records.privacy import Privacy

PRIVACY = Privacy(
    retention="occurrence",
    public=("ref",),
    personal=("story",),
    special=("injury",),
    secret=("key",),
)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("ref", "public"),
        ("story", "personal"),
        ("injury", "special"),
        ("key", "secret"),
        ("forgotten", None),
        ("", None),
    ],
)
def test_class_of_a_field_is_the_class_it_was_declared_in(field: str, expected: str | None) -> None:
    assert PRIVACY.class_of(field) == expected
