"""Words become stems in the language of their text, and compounds their parts."""

from __future__ import annotations

from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.search.stems import (
    LONGEST_WORD,
    MOST_WORDS_OF_TEXT,
    folded,
    function_words,
    is_empty_word,
    language_of,
    parts_of,
    stem_of,
    words_told,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De klep van de toren ging niet dicht.", "nl"),
        ("The hatch of the turret would not close.", "en"),
        ("Ladder", "nl"),
        ("", "nl"),
        ("The ladder, de ladder", "nl"),
        ("De ÉÉN en het", "nl"),
    ],
)
def test_language_is_that_of_the_most_function_words(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("vergrendeling", "vergrendelingen", "nl"),
        ("kapotte", "kapot", "nl"),
        ("gestruikeld", "struikelen", "nl"),
        ("wielen", "wiel", "nl"),
        ("geëvacueerd", "geevacueerd", "nl"),
        ("hatches", "hatch", "en"),
        ("archiving", "archive", "en"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str, language: str) -> None:
    assert stem_of(one, language) == stem_of(other, language)


@pytest.mark.parametrize("word", ["m24s", "2en", "bv1234"])
def test_what_holds_a_digit_is_no_word_to_stem(word: str) -> None:
    assert stem_of(word, "nl") == word


def test_words_told_are_those_that_mean_something_with_where_they_begin() -> None:
    told = list(words_told("De Ladders, een LADDER x", "nl"))
    assert [(one.word, one.stem, one.begins) for one in told] == [
        ("ladders", "ladder", 3),
        ("ladder", "ladder", 16),
    ]


def test_words_told_of_an_endless_text_are_those_of_its_beginning() -> None:
    assert len(list(words_told("ladder " * (MOST_WORDS_OF_TEXT + 5), "nl"))) == MOST_WORDS_OF_TEXT
    (endless,) = words_told("a" * 1_000, "nl")
    assert len(endless.word) == LONGEST_WORD


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("torenluik", ("toren", "luik")),
        ("veiligheidsgordel", ("veiligheid", "gordel")),
        ("gevechtsluik", ("gevecht", "luik")),
        ("torenhaak", None),
        ("haakluik", None),
        ("luik", None),
        ("onsluik", None),
    ],
)
def test_parts_of_a_compound_are_words_that_are_used(
    word: str, parts: tuple[str, str] | None
) -> None:
    known = {stem_of(one, "nl") for one in ("toren", "luik", "veiligheid", "gordel", "gevecht")}
    stems = tuple(stem_of(part, "nl") for part in parts) if parts else None
    assert parts_of(word, "nl", known) == stems


def test_function_words_are_folded_lower_case_and_shared_ones_stand_in_both() -> None:
    words = function_words()
    assert {"was", "of", "over"} <= words["nl"] & words["en"]
    assert all(word == folded(word.lower()) for told in words.values() for word in told)
    assert (is_empty_word("één"), is_empty_word("ladder")) == (True, False)


def test_every_thread_has_its_own_stemmer() -> None:
    found: list[str] = []
    thread = Thread(target=lambda: found.append(stem_of("dekluiken", "nl")))
    thread.start()
    thread.join()
    assert found == [stem_of("dekluiken", "nl")]


@given(st.text(max_size=60), st.sampled_from(["nl", "en"]))
def test_any_text_has_words_with_a_stem(text: str, language: str) -> None:
    assert all(told.stem and told.word for told in words_told(text, language))
