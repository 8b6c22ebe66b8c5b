"""What the library answers to rooms that stand below it: code lists, and the terms of a handover."""

from __future__ import annotations

from collections.abc import Iterable

from baken.rooms.library.queries import (
    CodeItem,
    acceptance_terms,
    code_list,
    mandate_table,
    terms_of,
)
from baken.rooms.org.rules.handovers import Terms


def code_items(name: str) -> Iterable[CodeItem]:
    """The entries of a code list by its name, in their order; the named posts are one as well."""
    if name == "named_posts":
        return [CodeItem(code, one.nl, one.en) for code, one in mandate_table().posts.items()]
    return code_list(name).values()


def handover_terms() -> Iterable[Terms]:
    """The terms of a handover of command, as the files of acceptances and of handovers have them."""
    found = acceptance_terms()
    own = terms_of("handover")
    yield Terms(found.handover_days, found.short_absence_days, own["tidying_days"])
