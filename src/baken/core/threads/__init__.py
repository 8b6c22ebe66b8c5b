"""The whole thread: from any record back to the first report and forward to what came of it."""

from baken.core.threads.relations import relation_words
from baken.core.threads.steps import MOST_STEPS, step_node
from baken.core.threads.whole import (
    Mark,
    ThreadPoint,
    WholeThread,
    page_of_record,
    whole_thread,
)

__all__ = [
    "MOST_STEPS",
    "Mark",
    "ThreadPoint",
    "WholeThread",
    "page_of_record",
    "relation_words",
    "step_node",
    "whole_thread",
]
