"""What of reports and occurrences can be taken away in a file."""

from baken.rooms.reports.exports.accident_list import ACCIDENT_LIST
from baken.rooms.reports.exports.kinds import KINDS as RECORDS
from baken.rooms.reports.exports.kinds import OCCURRENCES, REPORTS, SUMMARIES

MOST_ROWS = 20_000  # over HTTP, in one request; the command line has no such limit
KINDS = (*RECORDS, ACCIDENT_LIST)

__all__ = ["ACCIDENT_LIST", "KINDS", "MOST_ROWS", "OCCURRENCES", "REPORTS", "SUMMARIES"]
