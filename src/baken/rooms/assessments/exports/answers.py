"""Every question with its answer, and the whole in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.papers.blocks import Block, Cell, Heading, Paragraph, Table
from baken.rooms.assessments.exports.words import CLASSES, cut, day_at, joined, mark, said
from baken.rooms.assessments.queries.papers import Told
from baken.rooms.sheets.views.copy_rows import answer_said

LONGEST = 2_000  # signs of one answer in a table; the whole stands on the sheet
SILENT = "statement"


def numbers(told: Told) -> Iterator[Block]:
    """How many findings there are of each class, and how each section stands."""
    yield _by_class(told)
    if told.content:
        yield _by_section(told)


def _by_class(told: Told) -> Table:
    """Findings by class, those that nobody scored last, never left out."""
    found = Counter(one.common for one in told.inside.findings)
    bare = Counter(one.common for one in told.inside.findings if not told.measures_of(one))
    rows = tuple(
        (mark(code), str(found[code]), str(bare[code])) for code in CLASSES if code or found[code]
    )
    columns = (_("Class"), _("Findings"), _("Of these without a measure"))
    whole = (_("Together"), str(found.total()), str(bare.total()))
    return Table(_("Findings by class"), columns, (*rows, whole), (4, 4, 4))


def _by_section(told: Told) -> Table:
    risks = Counter((one["key"], one["repetition"]) for one in told.content["risks"])
    rows = []
    for one in told.content["sections"]:
        questions = [each for each in one["questions"] if "value" in each]
        answered = sum(each["value"] is not None for each in questions)
        came = sum(risks[each["key"], one["repetition"]] for each in questions)
        rows.append(
            (section_title(one, told.language), str(len(questions)), str(answered), str(came))
        )
    columns = (_("Section"), _("Questions"), _("Answered"), _("Findings"))
    return Table(_("The sections"), columns, tuple(rows), (6, 2, 2, 2))


def answers(told: Told) -> Iterator[Block]:
    """The sections of the sheet in their order, each a table of questions and answers."""
    if not told.content:
        yield Paragraph(_("You do not read the sheet while it is filled in."), "muted")
        return
    if told.content["profile"]:
        yield Heading(_("Profile"), 2)
        yield _table(told.content["profile"], told.language)
    for one in told.content["sections"]:
        title = section_title(one, told.language)
        yield Heading(title, 3 if one["within"] else 2)
        if one["questions"]:
            yield _table(one["questions"], told.language)


def section_title(one: Mapping[str, Any], language: str) -> str:
    """What a section is called, with what it is filled in for."""
    return joined([said(one["title"], language), one["label"]], ": ")


def _table(questions: Sequence[Mapping[str, Any]], language: str) -> Table:
    """Questions with their answers; who gave them stands above when one person did on one day."""
    columns = (_("Question"), _("Answer"), _("By whom"))
    rows = tuple(_row(one, language) for one in questions)
    given = sorted({_given_by(one) for one in questions} - {""})
    if len(given) > 1:
        return Table("", columns, rows, (6, 4, 2))
    by = _("Answered by %(who)s") % {"who": given[0]} if given else ""
    return Table(by, columns[:2], tuple(row[:2] for row in rows), (8, 4))


def _row(one: Mapping[str, Any], language: str) -> tuple[Cell, ...]:
    asked = joined([said(one["text"], language), said(one.get("legal"), language)], "\n")
    answer = "" if one["type"] == SILENT else _answer(one, language)
    return (asked, answer, _given_by(one))


def _answer(one: Mapping[str, Any], language: str) -> str:
    """An answer with what was added to it."""
    shown = len(one.get("evidence") or ())
    evidence = _("Photos and documents: %(count)s") % {"count": shown} if shown else ""
    told = cut(answer_said(one, language), LONGEST)
    return joined([told, cut(one.get("reason") or "", LONGEST), evidence], "\n")


def _given_by(one: Mapping[str, Any]) -> str:
    return joined([one.get("by"), _moment(one.get("at"))], ", ")


def _moment(kept: str | None) -> str:
    """The day of a moment as a copy keeps it."""
    return day_at(datetime.fromisoformat(kept)) if kept else ""
