"""Relations in words: the one table is what the rooms say of their kinds."""

from __future__ import annotations

from collections.abc import Mapping

from baken.core.questions.threads import Relation, ThreadKind, thread_kinds


def known_kinds() -> dict[str, ThreadKind]:
    """What the rooms say of their roots, by table."""
    return {kind.root._meta.label_lower: kind for kind in thread_kinds.ask()}


def known_relations(kinds: Mapping[str, ThreadKind]) -> dict[str, Relation]:
    """Every relation in words, by its code."""
    return {code: one for kind in kinds.values() for code, one in kind.relations.items()}


def relation_words(relation: str) -> str:
    """What a tie is called, seen from one of its ends; seen from its target the code ends in ``_of``.

    A relation that no room knows stays as it is.
    """
    known = known_relations(known_kinds())
    if relation in known:
        return str(known[relation].onto)
    source = relation.removesuffix("_of")
    return str(known[source].back) if source in known else relation
