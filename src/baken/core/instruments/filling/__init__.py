"""Instruments filled in: answers in, and everything that follows from them out. Pure.

``work_out`` shows what is asked now, what is missing, which answers are hidden, what was calculated, which
risks and further instruments the answers bring, and the worst class. ``checked`` turns what somebody gave
into an answer or refuses it; ``moved_to`` carries a draft over to another version of its instrument.
Source: domain reference, instruments, sections 2 and 3.
"""

from baken.core.instruments.filling.answers import AnswerRefused, checked
from baken.core.instruments.filling.filled import (
    EVERYWHERE,
    Filled,
    Given,
    Place,
    Scored,
)
from baken.core.instruments.filling.moving import Moved, moved_to
from baken.core.instruments.filling.outcome import (
    Asked,
    FollowUp,
    Outcome,
    Progress,
    RaisedRisk,
    Told,
    Trouble,
)
from baken.core.instruments.filling.working_out import work_out

__all__ = [
    "EVERYWHERE",
    "AnswerRefused",
    "Asked",
    "Filled",
    "FollowUp",
    "Given",
    "Moved",
    "Outcome",
    "Place",
    "Progress",
    "RaisedRisk",
    "Scored",
    "Told",
    "Trouble",
    "checked",
    "moved_to",
    "work_out",
]
