"""The risk appetite as its file holds it: how much risk of a category is carried, by context.

Source: domain reference, irm, section 11.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import Entry, by_code, entries_of, head_of
from baken.core.instruments.scoring import CLASSES, RiskClass
from baken.core.instruments.texts import Text

STANCES = ("averse", "minimal", "cautious", "open")
NOTHING = "none"


@dataclass(frozen=True)
class Appetite:
    """The appetite for one category; ``post_above`` may accept what lies above the ceiling."""

    code: str
    text: Text
    stance: Mapping[str, str]
    ceiling: Mapping[str, str]
    post_above: Mapping[str, str]
    statement: Text
    metric: Text

    def is_outside(self, *, context: str, risk_class: str) -> bool:
        """Whether a risk of this category and class lies above what is carried in a context."""
        ceiling = self.ceiling[context]
        return ceiling == NOTHING or RiskClass(risk_class) > RiskClass(ceiling)


@dataclass(frozen=True)
class RiskAppetite:
    """Everything the file holds, by category."""

    version: int
    review_months: int
    categories: Mapping[str, Appetite]

    def outside(
        self, *, categories: Collection[str], context: str, risk_class: str
    ) -> tuple[str, ...]:
        """The categories of a risk for which it lies outside the appetite; without a row it does not."""
        return tuple(
            code
            for code, one in self.categories.items()
            if code in categories and one.is_outside(context=context, risk_class=risk_class)
        )


def read_appetite(
    file: str, content: Any, *, contexts: Collection[str], posts: Collection[str]
) -> RiskAppetite:
    """The appetite of a file. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    found = [_category(one, contexts, posts) for one in entries_of(file, head.get("items"))]
    made = RiskAppetite(
        version=head.whole("version", 1, 100_000),
        review_months=head.whole("review_months", 1, 60),
        categories=by_code(found, file),
    )
    head.end()
    return made


def _category(entry: Entry, contexts: Collection[str], posts: Collection[str]) -> Appetite:
    made = Appetite(
        code=entry.text("code"),
        text=Text(**entry.texts("")),
        stance=_by_context(entry.inner("stance"), contexts, STANCES),
        ceiling=_by_context(entry.inner("ceiling"), contexts, (*CLASSES, NOTHING)),
        post_above=_by_context(entry.inner("post_above"), _given(entry, contexts), posts),
        statement=Text(**entry.texts("statement")),
        metric=Text(**entry.texts("metric")),
    )
    entry.end()
    return made


def _given(entry: Entry, contexts: Collection[str]) -> list[str]:
    """The contexts for which a post above the ceiling is named."""
    return [context for context in contexts if context in entry.inner("post_above").values]


def _by_context(entry: Entry, contexts: Collection[str], known: Collection[str]) -> dict[str, str]:
    found = {context: entry.one_of(context, known) for context in contexts}
    entry.end()
    return found
