"""Sheets over HTTP: list, read, history and thread."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.search.words import LONGEST_QUERY, Wanted, words_of
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import tree
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import READ
from baken.rooms.sheets.queries.lists import narrowed, sheets_page
from baken.rooms.sheets.schemas.sheet import SheetOut, SheetPage, sheets_out
from baken.rooms.sheets.workflow import SHEET

router = Router()


class SheetQuery(ListQuery):
    """A page of sheets."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    state: str = Field("", max_length=24)
    instrument: str = Field("", max_length=40)
    q: str = Field("", max_length=LONGEST_QUERY, description="Words that must all be there.")

    def words(self) -> Wanted | None:
        """The words to look for, or None."""
        return words_of(self.q) if self.q.strip() else None

    def narrow(self) -> Any:
        """What narrows a query set of sheets. Raises ApiProblem 400 for unknown codes."""
        unit = tree().find(self.unit) if self.unit else None
        if self.unit and unit is None:
            raise _unknown("unit", _("There is no unit with this code."))
        if self.state and self.state not in SHEET.states:
            raise _unknown("state", ", ".join(SHEET.states))
        chosen = {"unit": unit.code if unit else "", "state": self.state}
        whole = narrowed(chosen | {"instrument": self.instrument})
        return lambda rows: rows.filter(whole)


def _unknown(field: str, text: str) -> ApiProblem:
    return ApiProblem(400, _("This list cannot be filtered by that."), {field: text})


@router.get("/sheets", response=SheetPage, operation_id="sheets")
@endpoint(permit=READ, root=Sheet)
def sheets(request: HttpRequest, asked: Query[SheetQuery]) -> SheetPage:
    """Sheets within your reach, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    page = sheets_page(
        actor,
        narrow=asked.narrow(),
        words=asked.words(),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return SheetPage(items=sheets_out(actor, page.items), next=page.next_cursor or None)


@router.get("/sheets/{ref}", response=SheetOut, operation_id="sheet")
@endpoint(permit=READ, root=Sheet)
def sheet(request: HttpRequest, record: Sheet) -> SheetOut:
    """One sheet, by reference number or UUID. Your notices about it are read."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    return sheets_out(actor, [record])[0]
