"""What changes assessments: one verb per file."""

from baken.rooms.assessments.actions.act_on_assessments import (
    act_on_assessments,
    call_after_new_versions,
)
from baken.rooms.assessments.actions.begin_assessment import begin_assessment
from baken.rooms.assessments.actions.open_follow_ups import open_follow_ups
from baken.rooms.assessments.actions.take_step import take_assessment_step

__all__ = [
    "act_on_assessments",
    "begin_assessment",
    "call_after_new_versions",
    "open_follow_ups",
    "take_assessment_step",
]
