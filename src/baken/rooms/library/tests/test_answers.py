"""What the library answers to rooms below it."""

from __future__ import annotations

from baken.rooms.library.answers import code_items
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries.codes import codes_of, label_of


def test_code_items_are_those_of_the_list_in_their_order() -> None:
    assert [item.code for item in code_items("equipment_kinds")] == list(
        code_list("equipment_kinds")
    )


def test_code_items_reach_the_room_that_asks() -> None:
    assert list(codes_of("qualifications")) == list(code_list("qualifications"))


def test_label_of_an_unknown_code_is_the_code() -> None:
    assert label_of("qualifications", "magic") == "magic"


def test_named_posts_of_the_mandate_table_are_a_list_of_codes_too() -> None:
    assert next((item.code, item.en) for item in code_items("named_posts")) == (
        "chief_of_defence",
        "Chief of Defence",
    )
