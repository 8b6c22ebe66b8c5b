"""What of reports and occurrences can be taken away in a file."""

from baken.rooms.reports.exports.kinds import KINDS, OCCURRENCES, REPORTS, SUMMARIES

MOST_ROWS = 20_000  # over HTTP, in one request; the command line has no such limit

__all__ = ["KINDS", "MOST_ROWS", "OCCURRENCES", "REPORTS", "SUMMARIES"]
