"""Photos that travel along with a form that is shown once more: signed by us, stored nowhere."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence

from django.core.signing import BadSignature, Signer

from baken.core.files.content import CleanFile

# Sent as text they take a third more; a form may hold ten million bytes.
MOST_KEPT_BYTES = 6_000_000
_SALT = "reports.kept-file"


def can_be_kept(files: Iterable[CleanFile]) -> bool:
    """Whether these files fit in a form that is shown once more."""
    return sum(len(file.data) for file in files) <= MOST_KEPT_BYTES


def kept_texts(files: Sequence[CleanFile]) -> list[str]:
    """Each file as a text for a hidden field: its name, kind and bytes, signed without a moment."""
    return [_text(file) for file in files]


def kept_files(texts: Iterable[str]) -> list[CleanFile]:
    """The files that came back, already checked and cleaned; one that we did not sign is left out."""
    return [file for text in texts if (file := _file(text)) is not None]


def _text(file: CleanFile) -> str:
    data = base64.b64encode(file.data).decode("ascii")
    return Signer(salt=_SALT).sign(f"{file.content_type}|{data}|{file.name}")


def _file(text: str) -> CleanFile | None:
    try:
        kind, data, name = Signer(salt=_SALT).unsign(text).split("|", 2)
        return CleanFile(name, kind, base64.b64decode(data, validate=True))
    except (BadSignature, ValueError, binascii.Error):
        return None
