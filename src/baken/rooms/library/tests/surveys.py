"""The survey of the engine with pictures that are pictures, as an expert brings it."""

from __future__ import annotations

import io

from PIL import Image

from baken.core.instruments.tests.surveys import GIF, PNG, WHOLE, in_base64

FILE, CODE, VERSION = "fietsenmaker.xml", "rie_fietsenmaker", "1.0.0"


def drawn(form: str, size: tuple[int, int] = (3, 2)) -> bytes:
    """A small picture in some form."""
    made = io.BytesIO()
    Image.new("RGB", size, "orange").save(made, form)
    return made.getvalue()


SHOWN_GIF, SHOWN_PNG = drawn("GIF"), drawn("PNG")
TEXT = WHOLE.replace(in_base64(GIF, twice=True), in_base64(SHOWN_GIF, twice=True)).replace(
    in_base64(PNG), in_base64(SHOWN_PNG)
)
