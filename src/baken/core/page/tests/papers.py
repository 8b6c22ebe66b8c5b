"""Looks into a PDF that was made."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress


def pages_in(content: bytes) -> int:
    """How many pages a PDF has; they can stand in packed streams."""
    found = content
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            found += zlib.decompress(packed)
    return len(re.findall(rb"/Type ?/Page\b", found))
