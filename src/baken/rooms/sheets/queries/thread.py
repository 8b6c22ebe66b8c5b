"""The thread of a sheet: what it serves and every step; and sheets seen from what they serve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import ngettext

from baken.core.access import Actor
from baken.core.links.registry import linked_records
from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.core.threads import MOST_STEPS, relation_words, step_node
from baken.rooms.sheets.models import Sheet, SheetStep
from baken.rooms.sheets.queries.subjects import FILLED_IN
from baken.rooms.sheets.texts import EVENTS
from baken.rooms.sheets.workflow import SHEET


def nodes_of(record: Sheet) -> Iterator[ThreadNode]:
    """The newest steps of a sheet that was read through the guard, the newest first."""
    for step in SheetStep.objects.of(record).order_by("-serial")[:MOST_STEPS]:
        yield step_node(root=Sheet, step=step, title_of=title_of_code, text=_text_of(step))


def sheet_nodes(actor: Actor, record: Any) -> Iterator[ThreadNode]:
    """The sheets of a record of another kind, as far as the actor reads them."""
    for relation, one in linked_records(record, actor):
        if relation == FILLED_IN and isinstance(one, Sheet):
            yield ThreadNode(
                kind="sheet",
                title=one.title,
                at=one.begun_at,
                ref=one.ref,
                url=record_address(one),
                relation=relation_words(FILLED_IN),
                text=str(SHEET.states[one.state]),
            )


def title_of_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return str(EVENTS.get(code, code))


def _text_of(step: SheetStep) -> str:
    count = step.facts.get("answered")
    if not count:
        return str(step.words.get("reason", ""))
    return ngettext("%(count)s answer", "%(count)s answers", count) % {"count": count}
