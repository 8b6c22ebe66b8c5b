"""The columns of exports; none tells who reported, and none may ever be derived from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from baken.core import clock
from baken.core.access import Confidentiality
from baken.core.export.columns import Column
from baken.core.export.marking import LEVELS
from baken.rooms.library.queries import label_of, labels_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.classified import code_of_site
from baken.rooms.reports.queries.follow_up import Given
from baken.rooms.reports.rules import LOWER
from baken.rooms.reports.texts import CHANNELS, IDENTITIES
from baken.rooms.reports.workflow import OCCURRENCE, REPORT


class Coded(NamedTuple):
    """An occurrence with its subjects and domains, which were read for the whole page at once."""

    one: Occurrence
    subjects: list[str]
    domains: list[str]


class Answered(NamedTuple):
    """A report with the answers to further questions, which were read for the whole page at once."""

    one: Report
    answers: list[Given]


def answered_columns() -> list[Column]:
    """A report as the API gives it, and what was answered further, each as subject.question: answer."""
    plain = [replace(column, value=_of_one(column.value)) for column in report_columns()]
    answers = Column("answers", _("Further answers"), _answers, kind="codes", privacy="personal")
    return [*plain, answers]


def _of_one(value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda record: value(record.one)


def _answers(record: Answered) -> list[str]:
    return [f"{one.subject}.{one.question}: {_plain(one.value)}" for one in record.answers]


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def report_columns() -> list[Column]:
    """A report as the API gives it."""
    return [
        _of(Report, "id", _("Identifier"), str),
        _of(Report, "ref", _("Reference")),
        _of(Report, "story", _("Story")),
        _of(Report, "happened_at", _("Happened"), kind="moment"),
        _of(Report, "place", _("Where")),
        Column("site", _("Site"), lambda report: code_of_site(report.site_id)),
        Column("unit", _("Unit"), lambda report: _code(report.unit_id), word=_unit_name),
        Column(
            "owner_unit",
            _("Unit that acts"),
            lambda report: _code(report.owner_unit_id),
            word=_unit_name,
        ),
        _of(Report, "still_dangerous", _("Still dangerous"), kind="yes_no"),
        _of(Report, "immediate_action", _("Done at once")),
        _of(Report, "identity", _("Way of reporting"), word=lambda code: str(IDENTITIES[code])),
        _of(Report, "channel", _("Came in by"), word=lambda code: str(CHANNELS[code])),
        _of(Report, "source", _("Came from")),
        _of(Report, "source_ref", _("Reference there")),
        Column("confidentiality", _("Confidentiality"), _confidentiality, word=_held),
        _of(Report, "state", _("State"), word=lambda state: str(REPORT.states[state])),
        _of(Report, "received_at", _("Received"), kind="moment"),
        _of(Report, "acknowledged_at", _("Receipt confirmed"), kind="moment"),
        _of(Report, "answered_at", _("Answered"), kind="moment"),
        _of(Report, "closed_at", _("Closed"), kind="moment"),
        _of(Report, "due_at", _("To be done by"), kind="moment"),
        _raised_to(lambda report: report),
        _of(Report, "raised_at", _("Brought there"), kind="moment"),
        Column("occurrence", _("Occurrence"), lambda report: _ref(report.occurrence)),
    ]


def occurrence_columns() -> list[Column]:
    """An occurrence in full, as the API lists it; the records are ``Coded``."""
    return [
        _coded("id", _("Identifier"), str),
        _coded("ref", _("Reference")),
        _coded("title", _("Title")),
        _coded("summary", _("Summary")),
        _coded("kind", _("Kind"), word=lambda code: label_of("kinds", code)),
        *_classes(lambda record: record.one),
        Column(
            "subjects",
            _("Subjects"),
            lambda record: record.subjects,
            kind="codes",
            word=lambda codes: labels_of("subjects", codes),
        ),
        Column(
            "domains",
            _("Domains"),
            lambda record: record.domains,
            kind="codes",
            word=lambda codes: labels_of("domains", codes),
        ),
        _coded("context", _("Context"), word=lambda code: label_of("contexts", code)),
        _coded("investigation_level", _("Investigation level"), kind="number"),
        Column("site", _("Site"), lambda record: code_of_site(record.one.site_id)),
        Column("unit", _("Unit"), lambda record: _code(record.one.unit_id), word=_unit_name),
        Column(
            "owner_unit",
            _("Unit that acts"),
            lambda record: _code(record.one.owner_unit_id),
            word=_unit_name,
        ),
        _coded("due_at", _("To be done by"), kind="moment"),
        _coded("happened_at", _("Happened"), kind="moment"),
        _coded("triaged_at", _("Triaged"), kind="moment"),
        _coded("closed_at", _("Closed"), kind="moment"),
        Column(
            "confidentiality",
            _("Confidentiality"),
            lambda record: _confidentiality(record.one),
            word=_held,
        ),
        _coded("state", _("State"), word=lambda state: str(OCCURRENCE.states[state])),
        Column("merged_into", _("Merged into"), lambda record: _ref(record.one.merged_into)),
        _raised_to(lambda record: record.one),
        _coded("raised_at", _("Brought there"), kind="moment"),
        _coded("second_reading", _("Waits for a second reader"), word=_reading),
    ]


def summary_columns() -> list[Column]:
    """All that a reader without the full permit gets: no persons, story or exact moment."""
    return [
        _of(Occurrence, "ref", _("Reference")),
        _of(Occurrence, "kind", _("Kind"), word=lambda code: label_of("kinds", code)),
        *_classes(lambda record: record),
        Column("month", _("Month"), _month),
        Column("unit", _("Unit"), lambda record: _code(record.unit_id), word=_unit_name),
        _of(Occurrence, "summary", _("Summary")),
        _of(Occurrence, "state", _("State"), word=lambda state: str(OCCURRENCE.states[state])),
    ]


def _classes(of: Callable[[Any], Occurrence]) -> list[Column]:
    """Category and severities as numbers; people read the word beside them."""

    def graded(name: str, label: Any, codes: str) -> Column:
        def word(level: int) -> str:
            label = label_of(codes, level)
            return label if codes == "categories" else f"{level} – {label}"

        return Column(
            name, label, lambda record: getattr(of(record), name), kind="number", word=word
        )

    return [
        graded("category", _("Category"), "categories"),
        graded("actual_severity", _("What happened"), "severities"),
        graded("potential_severity", _("Worst that could have happened"), "severities"),
    ]


def _of(
    root: Any,
    name: str,
    label: Any,
    turned: Callable[[Any], Any] | None = None,
    **more: Any,
) -> Column:
    """A field of a root as it stands, in the privacy class that its table declares."""
    read = attrgetter(name)
    value = (lambda record: turned(read(record))) if turned else read
    return Column(name, label, value, privacy=root.privacy.class_of(name), **more)


def _coded(
    name: str, label: Any, turned: Callable[[Any], Any] | None = None, **more: Any
) -> Column:
    """A field of an occurrence that comes with its codes."""
    plain = _of(Occurrence, name, label, turned, **more)
    return Column(
        name, label, lambda record: plain.value(record.one), privacy=plain.privacy, **more
    )


def _raised_to(of: Callable[[Any], Any]) -> Column:
    return Column(
        "raised_to",
        _("Brought to a higher level"),
        lambda record: _code(of(record).raised_to_id),
        word=_unit_name,
    )


def _reading(what: str) -> str:
    return _("to lower it") if what == LOWER else _("about the category")


def _code(unit: int | None) -> str | None:
    return None if unit is None else tree().by_id[unit].code


def _unit_name(code: str) -> str:
    return tree().by_code[code].name


def _ref(record: Any) -> str | None:
    return None if record is None else record.ref


def _confidentiality(record: Any) -> str:
    return str(record.get_confidentiality_display())


def _held(level: str) -> str:
    return str(LEVELS[Confidentiality[level.upper()]])


def _month(one: Occurrence) -> str:
    return f"{clock.local_date(one.happened_at or one.triaged_at):%Y-%m}"
