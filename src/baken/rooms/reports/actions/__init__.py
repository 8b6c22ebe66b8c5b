"""Writes of the reports room; one verb per file."""

from baken.rooms.reports.actions.submit_report import Submitted, submit_report
from baken.rooms.reports.actions.take_step import take_step

__all__ = ["Submitted", "submit_report", "take_step"]
