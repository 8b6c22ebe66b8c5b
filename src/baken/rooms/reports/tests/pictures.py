"""A small true picture for uploads."""

from __future__ import annotations

import io

from PIL import Image


def png(colour: str = "red") -> bytes:
    """The bytes of a PNG of four by four pixels."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()
