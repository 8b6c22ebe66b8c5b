"""Guarded managers: a root record is read through an actor's scope or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models

from baken.core.access.actor import Actor
from baken.core.access.errors import UnguardedRead
from baken.core.access.scope import scope_of

M = TypeVar("M", bound=models.Model)

# Every reason for which code may read past the actor's scope; a house test reviews the callers.
SYSTEM_REASONS: dict[str, str] = {
    "access": "appointments and persons are what the scope itself is computed from",
    "advance": "the workflow locks the record that the actor was already allowed to step",
    "anonymous return": "a receipt code, and not a scope, opens the record it belongs to",
    "deliver": "the worker carries an event to its listeners",
    "demo": "the demo loader builds a past",
    "filter": "rows already narrowed to the actor's scope are narrowed further by their codes",
    "import": "a command on the server compares legacy rows with what is there",
    "own answer": "an idempotent repeat finds the record that its first try made",
    "similar": "the triage screen counts alike records, each shown only within the actor's scope",
    "trail": "verify-trail reads every record to prove that none changed",
}


class GuardedQuerySet(models.QuerySet[M]):
    """A query set that refuses to answer until somebody says for whom it reads."""

    _opened = False

    def _clone(self) -> GuardedQuerySet[M]:
        copy = super()._clone()
        copy._opened = self._opened
        return copy

    def visible_to(self, actor: Actor, permit: str) -> GuardedQuerySet[M]:
        """The records that ``actor`` may see with ``permit``."""
        return self._open().filter(scope_of(actor, permit, self.model).condition())

    def visible_branches(self, actor: Actor, permit: str) -> list[GuardedQuerySet[M]]:
        """The same records as query sets that each read one index; they may overlap."""
        branches = scope_of(actor, permit, self.model).branches()
        return [self._open().filter(branch) for branch in branches]

    def for_system(self, *, reason: str) -> GuardedQuerySet[M]:
        """All records, for one of the reviewed reasons."""
        if reason not in SYSTEM_REASONS:
            raise UnguardedRead(f"{reason!r} is no reviewed reason to read past a scope")
        return self._open()

    def with_visible_keys(self, keys: Sequence[int]) -> GuardedQuerySet[M]:
        """The rows of keys that ``visible_branches`` just gave; newest first. For core.lists."""
        return self._open().filter(pk__in=keys).order_by("-pk")

    def of(self, record: models.Model) -> GuardedQuerySet[M]:
        """The children of a record that was itself read through the guard."""
        return self._open().filter(record=record)

    def _open(self) -> GuardedQuerySet[M]:
        copy = self._chain()
        copy._opened = True
        return copy

    def _guard(self) -> None:
        if not self._opened:
            raise UnguardedRead(
                f"{self.model.__name__} is read through visible_to(actor, permit), "
                "of(record) or for_system(reason=…)"
            )

    def _fetch_all(self) -> None:
        self._guard()
        super()._fetch_all()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's when used inside another query, behind the guard."""
        self._guard()
        return super().resolve_expression(*args, **kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: raw SQL knows no scope."""
        raise UnguardedRead("a root is not read by raw SQL; use visible_to(actor, permit)")

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's, behind the guard."""
        self._guard()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        """As Django's, behind the guard."""
        self._guard()
        return super().count()

    def exists(self) -> bool:
        """As Django's, behind the guard."""
        self._guard()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's, behind the guard."""
        self._guard()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """As Django's, behind the guard."""
        self._guard()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, behind the guard."""
        self._guard()
        return super().delete()


GuardedManager = models.Manager.from_queryset(GuardedQuerySet)
