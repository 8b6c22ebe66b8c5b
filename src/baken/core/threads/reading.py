"""Reads the thread for one actor: by the access of each root, a fixed number of queries a level."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q

from baken.core.access import Actor, may
from baken.core.access.among import Among
from baken.core.access.scope import scope_of
from baken.core.links.registry import ties_of
from baken.core.questions.threads import Key, ThreadTie
from baken.core.threads.relations import known_kinds, known_relations
from baken.core.threads.walking import Looked

MOST_PASSED = 200
# Of more than so many only the numbers are read first: most of a crowd is never shown.
MOST_KEPT = 200


def key_of(record: Any) -> Key:
    """The table and row number of a record."""
    return record._meta.label_lower, record.pk


def grouped(keys: Iterable[Key]) -> dict[str, list[int]]:
    """Row numbers by table, in the order of the keys."""
    found: dict[str, list[int]] = {}
    for table, number in keys:
        found.setdefault(table, []).append(number)
    return found


class ActorReader:
    """One actor, walking from a record that they see. ``views`` says how they see each record.

    ``full``; ``summary`` (without persons); ``told``: it came of what they made themselves and they
    may not read it, so they hear that it is there and how it stands. ``read`` holds the records that
    were read on the way.
    """

    def __init__(self, actor: Actor, start: Any) -> None:
        self.actor = actor
        self.kinds = known_kinds()
        self.relations = known_relations(self.kinds)
        self.views: dict[Key, str] = {key_of(start): _view_of(actor, start)}
        self.read: dict[Key, Any] = {key_of(start): start}
        self._start = key_of(start)
        self._is_maker = _made_by(actor, start)

    def ties(self, keys: Collection[Key]) -> Iterator[ThreadTie]:
        """The ties of ``core.links`` and those that rooms keep themselves, whoever may see them.

        From a record that only stands beside a thread one walks on when one began there.
        """
        tables = grouped(one for one in keys if one == self._start or not self._is_beside(one))
        for source_table, source, relation, target_table, target in ties_of(tables):
            yield ThreadTie((source_table, source), relation, (target_table, target))
        for table, numbers in tables.items():
            if table in self.kinds:
                yield from self.kinds[table].ties(numbers)

    def _is_beside(self, key: Key) -> bool:
        return key[0] in self.kinds and self.kinds[key[0]].is_beside

    def leads_on(self, relation: str) -> bool:
        """Whether the target of a relation came of its source; of an unknown one it did not."""
        return relation in self.relations and self.relations[relation].onward

    def look(self, keys: Collection[Key], onward: Collection[Key]) -> Looked:
        """What the actor sees: of few first, so that a crowd does not push out what came of it."""
        shown: list[list[Key]] = []
        passed: list[Key] = []
        for table, numbers in grouped(keys).items():
            seen = self._seen(table, numbers)
            hidden = [(table, one) for one in self._passed(table, set(numbers) - set(seen))]
            told = [one for one in hidden if self._hears_of(one, onward)]
            self.views.update(dict.fromkeys(told, "told"))
            shown.append([*((table, one) for one in seen), *told])
            passed += [one for one in hidden if one not in told]
        return Looked([one for group in sorted(shown, key=len) for one in group], passed)

    def _seen(self, table: str, numbers: Collection[int]) -> list[int]:
        """The row numbers that the actor sees in full or without persons, the newest first."""
        root: Any = apps.get_model(table)
        found: set[int] = set()
        for view, permit in (("full", root.read_permit), ("summary", root.summary_permit)):
            rest = set(numbers) - found
            if rest and permit and self.actor.holds(permit):
                rows = root.objects.visible_to(self.actor, permit).filter(_is_among(rest))
                mine = self._kept(table, rows) if len(rest) <= MOST_KEPT else _numbers(rows)
                self.views.update({(table, one): view for one in mine})
                found |= mine
        return sorted(found, reverse=True)

    def _kept(self, table: str, rows: Any) -> set[int]:
        """The row numbers of a few records, which are kept: most of them are shown."""
        read = {row.pk: row for row in rows}
        self.read |= {(table, number): row for number, row in read.items()}
        return set(read)

    def _passed(self, table: str, numbers: Collection[int]) -> list[int]:
        """Of what the actor does not see: what may lie between two records that they do see.

        Nothing that is withheld, that the actor is too close to, or that its room does not open.
        """
        kind = self.kinds.get(table)
        if not numbers or kind is None or kind.open_rows is None:
            return []
        root = kind.root
        rows = kind.open_rows(root.objects.for_system(reason="thread").filter(_is_among(numbers)))
        if root.access.withheld is not None:
            rows = rows.filter(**{f"{root.access.withheld.field}__isnull": True})
        for conflict in scope_of(self.actor, root.read_permit, root).conflicts.conditions():
            rows = rows.exclude(conflict)
        return list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_PASSED])

    def _hears_of(self, key: Key, onward: Collection[Key]) -> bool:
        return self._is_maker and key in onward and self.kinds[key[0]].tells_maker


def _view_of(actor: Actor, record: Any) -> str:
    """How the actor sees a record that was read for them: in full, or without persons."""
    return "full" if may(actor, record.read_permit, record) else "summary"


def _made_by(actor: Actor, record: Any) -> bool:
    """Whether the actor made the record, by the key that recognises makers without naming them."""
    own = type(record).access.own
    return bool(own and actor.own_key) and getattr(record, own) == actor.own_key


def _numbers(rows: Any) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def _is_among(numbers: Collection[int]) -> Q:
    return Q(Among("number", numbers))
