"""The server's log: refusals in one line, our own mistakes with all that is known of them."""

from __future__ import annotations

import logging
import sys

import pytest

from baken.site.logs import RefusalsInOneLine


@pytest.mark.parametrize(("level", "told"), [(logging.WARNING, False), (logging.ERROR, True)])
def test_log_tells_how_it_came_about_for_errors_alone(level: int, told: bool) -> None:
    try:
        raise PermissionError("not yours")
    except PermissionError:
        record = logging.LogRecord("x", level, "here", 1, "Refused: %s", ("/a",), sys.exc_info())
    assert RefusalsInOneLine().filter(record)
    text = logging.Formatter().format(record)
    assert (text.splitlines()[0], "Traceback" in text) == ("Refused: /a", told)
