"""The checksum by which a published version is held to what it was."""

from __future__ import annotations

import hashlib


def checksum(content: bytes) -> str:
    """The SHA-256 of a file, the same for every way in which a system ends its lines."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
