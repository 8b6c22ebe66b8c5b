"""What the library answers: the entries of a code list, for rooms that stand below it."""

from __future__ import annotations

from collections.abc import Iterable

from baken.rooms.library.queries import CodeItem, code_list, mandate_table


def code_items(name: str) -> Iterable[CodeItem]:
    """The entries of a code list by its name, in their order; the named posts are one as well."""
    if name == "named_posts":
        return [CodeItem(code, one.nl, one.en) for code, one in mandate_table().posts.items()]
    return code_list(name).values()
