"""Guarded managers: a root record is read through an actor's scope or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query

from baken.core.access.actor import Actor
from baken.core.access.errors import UnguardedRead
from baken.core.access.kept_statement import KeptCompiler, KeptStatement
from baken.core.access.scope import scope_of

M = TypeVar("M", bound=models.Model)

# Every reason for which code may read past the actor's scope; a house test reviews the callers.
SYSTEM_REASONS: dict[str, str] = {
    "access": "appointments and persons are what the scope itself is computed from",
    "advance": "the workflow locks the record that the actor was already allowed to step",
    "anonymous return": "a receipt code, and not a scope, opens the record it belongs to",
    "barriers": "a barrier that fails reaches every risk that leans on it, whoever may read that",
    "budget": "all that is bought from the same money counts against it, and none of it is shown",
    "controls": "everything that stands for the same risk counts in the order of controls; none is shown",
    "count": "aggregates with small numbers hidden",
    "deliver": "the worker carries an event to its listeners",
    "demo": "the demo loader builds a past",
    "filter": "rows already narrowed to the actor's scope are narrowed further by their codes",
    "finding": "an assessment looks at which hazards its findings turned out to have, and shows none of it",
    "heard": "a unit of which anything was told is not called silent: yes or no, and nothing is shown",
    "import": "a command on the server compares legacy rows with what is there",
    "plan": "an RI&E is read with its plan: titles, states and terms of measures",
    "place code": "a code on a poster, and not a scope, names the place or equipment it hangs on",
    "open items": "a unit ends only when nothing waits for it: records are counted, none is shown",
    "outcome": "who told of something hears how the risk stands that it became, and nothing else of it",
    "own sheet": "a record that was read through the guard is filled in on a sheet of its own",
    "own answer": "an idempotent repeat finds the record that its first try made",
    "stack": "every risk that people meet together counts; each is shown only within the actor's scope",
    "repeats": "a recommendation counts the earlier ones of the same cause; each is shown only within scope",
    "served": "the rules of a measure look at the class of what it serves, and show none of it",
    "subject": "the rules of a consultation look at how its subject is held, and show none of it",
    "similar": "the triage screen counts alike records, each shown only within the actor's scope",
    "terms": "the clock acts on records whose term is over, and shows none",
    "words": "the worker counts in how many records a word stands; rare words are not kept",
    "withheld": "the few records that are kept with those who handle them are set apart, to leave out",
    "thread": "a walk goes along ties past records that stay unseen; each is shown only within scope",
    "trail": "verify-trail reads every record to prove that none changed",
}


class GuardedQuery(Query):
    """A query that compiles to SQL only once it was opened, wherever it is used.

    The guard stands here and not on the query set's methods, so that a count, an iterator, a
    union or a subquery built from the bare query cannot go around it.
    """

    opened = False
    told: KeptStatement | None = None

    def chain(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's; what is made of a query is no longer what it was told to say."""
        copy = super().chain(*args, **kwargs)
        copy.told = None
        return copy

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's, behind the guard."""
        if not self.opened:
            raise UnguardedRead(
                f"{self.model.__name__} is read through visible_to(actor, permit), "
                "of(record) or for_system(reason=…)"
            )
        made = super().get_compiler(*args, **kwargs)
        return made if self.told is None else KeptCompiler.instead_of(made, self.told)


class GuardedQuerySet(models.QuerySet[M]):
    """A query set that refuses to answer until somebody says for whom it reads."""

    def __init__(
        self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None
    ) -> None:
        super().__init__(model, query or GuardedQuery(model), using, hints)

    def visible_to(self, actor: Actor, permit: str) -> GuardedQuerySet[M]:
        """The records that ``actor`` may see with ``permit``."""
        return self._open().filter(scope_of(actor, permit, self.model).condition())

    def visible_in(
        self, actor: Actor, permit: str, units: frozenset[int], *, is_rare: bool = True
    ) -> GuardedQuerySet[M]:
        """Of the records of some units themselves those that ``actor`` may see with ``permit``.

        ``is_rare``: what else is asked finds them, unless the units are few.
        """
        scope = scope_of(actor, permit, self.model)
        return self._open().filter(scope.within(units, actor.all_units, is_rare=is_rare))

    def visible_branches(self, actor: Actor, permit: str) -> list[GuardedQuerySet[M]]:
        """The same records as query sets that each read one index; they may overlap."""
        branches = scope_of(actor, permit, self.model).branches()
        return [self._open().filter(branch) for branch in branches]

    def for_system(self, *, reason: str) -> GuardedQuerySet[M]:
        """All records, for one of the reviewed reasons."""
        if reason not in SYSTEM_REASONS:
            raise UnguardedRead(f"{reason!r} is no reviewed reason to read past a scope")
        return self._open()

    def in_words(self, condition: Any) -> GuardedQuerySet[M]:
        """The records of a scope that is told as SQL and asked with an actor's values. For core.lists."""
        return self._open().filter(condition)

    def with_visible_keys(self, keys: Sequence[int] | RawSQL) -> GuardedQuerySet[M]:
        """The rows of keys that ``visible_branches`` just gave; newest first. For core.lists."""
        return self._open().filter(pk__in=keys).order_by("-pk")

    def by_statement(self, statement: KeptStatement) -> GuardedQuerySet[M]:
        """These rows, fetched by a statement that was worked out of them before. For core.lists."""
        copy = self._chain()
        copy.query.told = statement
        return copy

    def of(self, record: models.Model) -> GuardedQuerySet[M]:
        """The children of a record that was itself read through the guard."""
        return self._open().filter(record=record)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: raw SQL knows no scope."""
        raise UnguardedRead("a root is not read by raw SQL; use visible_to(actor, permit)")

    def update(self, **kwargs: Any) -> int:
        """As Django's, behind the guard."""
        self._refuse_unopened(self)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, behind the guard."""
        self._refuse_unopened(self)
        return super().delete()

    def _open(self) -> GuardedQuerySet[M]:
        copy = self._chain()
        copy.query.opened = True
        return copy

    def _merge_sanity_check(self, other: Any) -> None:
        """Let nothing unopened slip in beside what was opened (``|``, ``&`` and ``^``)."""
        self._refuse_unopened(other)
        super()._merge_sanity_check(other)

    @staticmethod
    def _refuse_unopened(rows: Any) -> None:
        rows.query.get_compiler(rows.db)


GuardedManager = models.Manager.from_queryset(GuardedQuerySet)
