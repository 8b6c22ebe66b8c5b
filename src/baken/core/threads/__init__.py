"""The whole thread: from any record back to the first report and forward to what came of it."""

from baken.core.threads.whole import (
    Mark,
    ThreadPoint,
    WholeThread,
    page_of_record,
    whole_thread,
)

__all__ = ["Mark", "ThreadPoint", "WholeThread", "page_of_record", "whole_thread"]
