"""The words by which stories name things: single, lower case, each for one thing in its language."""

from __future__ import annotations

import pytest

from baken.rooms.library import queries
from baken.rooms.library.queries import CodeItem, words_of_things


def test_words_of_things_name_the_same_thing_in_both_languages() -> None:
    found = words_of_things()
    assert (found["nl", "heftruck"], found["en", "forklift"]) == ("forklift", "forklift")


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ({"words_nl": "", "words_en": "a"}, "things.yaml: one: words_nl: name at least one word"),
        ({"words_nl": "A", "words_en": "a"}, "things.yaml: one: words_nl: 'A' is no single word"),
        ({"words_nl": "a-b", "words_en": "a"}, "things.yaml: one: words_nl: 'a-b' is no single"),
        ({"words_nl": "a", "words_en": "b b"}, "one: words_en: 'b' already names one"),
    ],
)
def test_words_of_things_that_cannot_be_are_named_with_file_entry_and_field(
    monkeypatch: pytest.MonkeyPatch, extra: dict[str, str], told: str
) -> None:
    one = CodeItem(code="one", nl="Een", en="One", extra=extra)
    monkeypatch.setattr(queries, "code_list", lambda name: {"one": one})
    with pytest.raises(ValueError, match=told):
        words_of_things.__wrapped__()
