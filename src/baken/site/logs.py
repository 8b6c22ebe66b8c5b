"""What the server's log says: a refusal is one line, a mistake of ours comes with its traceback."""

from __future__ import annotations

import logging


class RefusalsInOneLine(logging.Filter):
    """Takes the traceback off what is no error: somebody asked for what is not theirs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        if record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True
