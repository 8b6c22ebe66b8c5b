"""The guards of the tables of steps, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from baken.rooms.reports.rules.accident_record import not_own_accident, person_heard
from baken.rooms.reports.rules.embargo import (
    embargo_is_on,
    embargo_is_over,
    last_kin_left,
    no_embargo_yet,
)
from baken.rooms.reports.rules.handling import (
    No,
    answer_given,
    danger_over_said,
    danger_told,
    every_report_answered,
    not_in_occurrence,
    not_own_report,
    not_yet_confirmed,
    record_may_be_asked,
    within_not_solved_days,
)

GUARDS: dict[str, Callable[[Any], No | None]] = {
    "not_own_report": not_own_report,
    "answer_given": answer_given,
    "danger_told": danger_told,
    "danger_over_said": danger_over_said,
    "not_in_occurrence": not_in_occurrence,
    "not_yet_confirmed": not_yet_confirmed,
    "within_not_solved_days": within_not_solved_days,
    "every_report_answered": every_report_answered,
    "record_may_be_asked": record_may_be_asked,
    "not_own_accident": not_own_accident,
    "person_heard": person_heard,
    "no_embargo_yet": no_embargo_yet,
    "embargo_is_on": embargo_is_on,
    "embargo_is_over": embargo_is_over,
    "last_kin_left": last_kin_left,
}
