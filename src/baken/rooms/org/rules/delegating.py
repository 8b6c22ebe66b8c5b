"""Pure decisions about for what a post is delegated: never for more than its holder may decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """That somebody may decide on a risk of a class in a kind of work, by their codes."""

    risk_class: str
    context: str


def problems_of_scope(
    classes: Collection[str], contexts: Collection[str], able: Collection[Decision]
) -> Mapping[str, str]:
    """What is wrong with the classes and contexts of a delegation, as a code by field.

    ``able`` is what the post that is delegated may decide and pass on: when that is anything, both are
    named, and together they give nothing more; a post that decides nothing names neither.
    Source: domain reference, organisation, sections 6 (rule 6) and 12.6.
    """
    if not able:
        named = {"classes": classes, "contexts": contexts}
        return {field: "decides_nothing" for field, codes in named.items() if codes}
    if not classes or not contexts:
        lacking = {"classes": classes, "contexts": contexts}
        return {field: "say_for_what" for field, codes in lacking.items() if not codes}
    if not set(classes) <= {one.risk_class for one in able}:
        return {"classes": "beyond_your_mandate"}
    asked = {Decision(one, other) for one in classes for other in contexts}
    return {} if asked <= set(able) else {"contexts": "not_together"}


def in_order(codes: Collection[str], known: Collection[str]) -> str:
    """Codes as they are kept: each once, in the order of their list, with a space between them."""
    return " ".join(one for one in known if one in codes)
