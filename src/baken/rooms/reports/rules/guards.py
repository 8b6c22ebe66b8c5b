"""The guards of all workflows of this room by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from baken.rooms.reports.rules import accident_record, embargo, handling, stalling
from baken.rooms.reports.rules.handling import No

GUARDS: dict[str, Callable[[Any], No | None]] = {
    rule.__name__: rule
    for rule in (
        handling.not_own_report,
        handling.answer_given,
        handling.danger_told,
        handling.danger_over_said,
        handling.not_in_occurrence,
        handling.not_yet_confirmed,
        handling.within_reaction_term,
        handling.every_report_answered,
        handling.duties_settled,
        handling.not_handing_over,
        handling.record_may_be_asked,
        handling.told_by_older_system,
        handling.in_an_occurrence,
        handling.naming_asked,
        handling.merge_known,
        handling.has_parent,
        stalling.no_reading_waits,
        stalling.lowering_waits,
        stalling.category_disputed,
        stalling.not_first_reader,
        accident_record.not_own_accident,
        accident_record.person_heard,
        embargo.no_embargo_yet,
        embargo.embargo_is_on,
        embargo.embargo_is_over,
        embargo.last_kin_left,
    )
}
