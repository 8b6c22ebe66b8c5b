"""Tells who must look on a higher level or as the second reader, and the reporters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import nearest_holders, own_key_of, tree
from baken.rooms.reports.models import Occurrence, OccurrenceStep, Report
from baken.rooms.reports.queries.levels import lookers_at, second_readers_of
from baken.rooms.reports.queries.second_reading import asked_of

_PAGES = {Report: "reports:report", Occurrence: "reports:occurrence"}
BROUGHT = {
    root: declare_notice(
        f"{root._meta.label_lower}.brought",
        _("%(ref)s was brought to your level. See why, and look at it."),
        page,
        group="terms",
        by_mail="reference",
    )
    for root, page in _PAGES.items()
}
ASKED = declare_notice(
    "reports.second_reading",
    _("%(ref)s waits for a second reader."),
    "reports:occurrence",
    group="terms",
    by_mail="reference",
)
DECIDED = declare_notice(
    "reports.second_read",
    _("The second reader of %(ref)s has decided."),
    "reports:occurrence",
    by_mail="reference",
)


def tell_of_level(record: Any, moment: datetime, at: datetime) -> None:
    """Tell who looks at the level it was brought to, and every reporter of it."""
    if record.raised_to_id is not None:
        keys = [own_key_of(one.person) for one in lookers_at(record.raised_to_id, at)]
        notify(to_keys=keys, code=BROUGHT[type(record)], record=record, at=moment)
    for report in _reports_of(record):
        notify(
            to_keys=[report.reporter_key],
            code="reports.reporter.raise",
            record=report,
            at=moment,
            hide_moment=report.identity == "anonymous",
        )


def tell_second_readers(occurrence: Occurrence, moment: datetime, at: datetime) -> None:
    """Tell the advisers who may read as the second; who asked for it, or weighed it last, may not."""
    first, able = asked_of(occurrence).readers, second_readers_of(occurrence, at)
    keys = [own_key_of(one.person) for one in able if one.person not in first]
    notify(to_keys=keys, code=ASKED, record=occurrence, at=moment)


def tell_of_decision(occurrence: Occurrence, moment: datetime, at: datetime) -> None:
    """Tell who asked for a second reading, and commander and adviser, what was decided."""
    asked = OccurrenceStep.objects.of(occurrence).filter(
        code__in=["reports.occurrence.lower_proposed", "reports.occurrence.category_disputed"]
    )
    person = asked.order_by("-serial").values_list("actor", flat=True).first()
    unit = tree().by_id[occurrence.owner_unit_id or occurrence.unit_id]
    near = nearest_holders(roles=("commander", "safety_adviser"), unit=unit, at=at)
    people = [*([person] if person else []), *(one.person for one in near)]
    keys = [own_key_of(one) for one in people]
    notify(to_keys=keys, code=DECIDED, record=occurrence, at=moment)


def _reports_of(record: Any) -> list[Report]:
    if isinstance(record, Report):
        return [record]
    return list(Report.objects.for_system(reason="deliver").filter(occurrence=record))
