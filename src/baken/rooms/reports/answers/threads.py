"""How reports, occurrences, accident records and duties to notify look on the whole thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core import clock
from baken.core.questions.threads import Line, Relation, ThreadKind
from baken.rooms.org.queries import open_rows, tree
from baken.rooms.reports.models import AccidentRecord, ExternalNotification, Occurrence, Report
from baken.rooms.reports.queries.duty_texts import duty_label
from baken.rooms.reports.queries.embargo import marked
from baken.rooms.reports.queries.thread_ties import (
    BECAME,
    MERGED_INTO,
    NOTIFIED_BY,
    RECORDED_IN,
    ties_of_accident_records,
    ties_of_notifications,
    ties_of_occurrences,
    ties_of_reports,
)
from baken.rooms.reports.workflow import ACCIDENT_RECORD, NOTIFICATION, OCCURRENCE, REPORT

RELATIONS = {
    BECAME: Relation(lazy("became"), lazy("reported by"), onward=True),
    MERGED_INTO: Relation(lazy("merged into"), lazy("merged into this one"), onward=True),
    "part_of": Relation(lazy("part of"), lazy("has as a part")),
    RECORDED_IN: Relation(lazy("recorded in"), lazy("record of")),
    NOTIFIED_BY: Relation(lazy("brought the duty"), lazy("duty of")),
}
REPORT_MARKS = {
    "reports.report.triaged": lazy("Weighed"),
    "reports.report.answered": lazy("Answered"),
    "reports.report.reopened": lazy("Reopened"),
    "reports.report.confirmed_solved": lazy("Solved, says the reporter"),
    "reports.report.closed": lazy("Closed"),
}
OCCURRENCE_MARKS = {
    "reports.occurrence.triaged": lazy("Weighed"),
    "reports.occurrence.merged": lazy("Merged"),
    "reports.occurrence.unmerged": lazy("Merge undone"),
    "reports.occurrence.reopened": lazy("Reopened"),
    "reports.occurrence.closed": lazy("Closed"),
}
NOTIFICATION_MARKS = {
    "reports.notification.notified": lazy("Notified"),
    "reports.notification.confirmed": lazy("Confirmed"),
}


def thread_kinds() -> Iterable[ThreadKind]:
    """The roots of this room, each with how it looks and what it is tied to."""
    yield ThreadKind(
        root=Report,
        code="report",
        name=_("Report"),
        column="report",
        line=report_line,
        ties=ties_of_reports,
        marks=REPORT_MARKS,
        relations=RELATIONS,
        open_rows=open_rows,
    )
    yield ThreadKind(
        root=Occurrence,
        code="occurrence",
        name=_("Occurrence"),
        column="occurrence",
        line=occurrence_line,
        ties=ties_of_occurrences,
        marks=OCCURRENCE_MARKS,
        open_rows=open_rows,
        tells_maker=True,
    )
    yield ThreadKind(
        root=AccidentRecord,
        code="accident_record",
        name=_("Accident record"),
        column="occurrence",
        line=accident_line,
        ties=ties_of_accident_records,
    )
    yield ThreadKind(
        root=ExternalNotification,
        code="notification",
        name=_("Duty to notify"),
        column="occurrence",
        line=notification_line,
        ties=ties_of_notifications,
        marks=NOTIFICATION_MARKS,
    )


def report_line(one: Report, _in_full: bool) -> Line:
    """A report by the first words of its story; it is read in full or not at all."""
    return Line(
        title=marked(one, one.headline),
        state=str(REPORT.states[one.state]),
        unit=_unit(one.unit_id),
        on=clock.local_date(one.received_at),
    )


def occurrence_line(one: Occurrence, in_full: bool) -> Line:
    """An occurrence; without persons its summary, unit and month, as on its page."""
    return Line(
        title=marked(one, one.title) if in_full else one.summary or _("not yet summarised"),
        state=str(OCCURRENCE.states[one.state]),
        unit=_unit(one.unit_id),
        on=clock.local_date(one.happened_at or one.triaged_at),
        month_only=not in_full,
    )


def accident_line(one: AccidentRecord, _in_full: bool) -> Line:
    """An accident record, without whom and what: those stand on its page."""
    return Line(
        title="",
        state=str(ACCIDENT_RECORD.states[one.state]),
        unit=_unit(one.unit_id),
        on=clock.local_date(one.opened_at),
    )


def notification_line(one: ExternalNotification, in_full: bool) -> Line:
    """A duty to notify, by whom has to be told."""
    return Line(
        title=duty_label(one.duty),
        state=str(NOTIFICATION.states[one.state]),
        unit=_unit(one.unit_id),
        on=clock.local_date(one.opened_at),
        month_only=not in_full,
    )


def _unit(number: int) -> str:
    return tree().by_id[number].name
