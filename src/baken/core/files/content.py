"""What an upload really is, and what of it is kept."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 50 * 1024 * 1024
MOST_PIXELS = 64_000_000
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}

# What Pillow raises over a damaged picture; a ValueError for a chunk whose name is no text.
DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError)


class FileRefused(ValueError):
    """The upload cannot be kept; the text says why and what to do."""


@dataclass(frozen=True)
class CleanFile:
    """A file as it is kept: safe name, true type, bytes without metadata."""

    name: str
    content_type: str
    data: bytes


def clean_upload(*, name: str, data: bytes) -> CleanFile:
    """Check an upload by its content and strip a picture's metadata (place, camera, owner).

    Raises FileRefused for an empty, too large, unreadable or unknown file.
    """
    if not data:
        raise FileRefused(_("The file is empty. Choose it again."))
    if len(data) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 50 MiB. Send a smaller one."))
    kind = filetype.guess_mime(data) or ""
    if kind not in SUFFIXES:
        raise FileRefused(
            _("This kind of file is not accepted. Send a JPEG, PNG or WebP picture or a PDF.")
        )
    kept = _without_metadata(data, IMAGES[kind]) if kind in IMAGES else data
    return CleanFile(name=safe_name(name, kind), content_type=kind, data=kept)


def safe_name(name: str, content_type: str) -> str:
    """The given name without folders or odd signs, with the suffix of what the file truly is."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(sign for sign in stem if sign.isalnum() or sign in " -_.()").strip(" .")
    return f"{kept[:100] or 'file'}{SUFFIXES[content_type]}"


def _without_metadata(data: bytes, form: str) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=(form,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(_("The picture has too many pixels. Send a smaller one."))
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGBA" if form != "JPEG" and _has_alpha(upright) else "RGB")
            plain.info.clear()  # Pillow would copy a comment or colour profile from here
            out = io.BytesIO()
            plain.save(out, form, quality=88)
    except FileRefused:
        raise
    except DAMAGED as problem:
        raise FileRefused(_("The picture cannot be read. Take it again.")) from problem
    return out.getvalue()


def _has_alpha(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA") or "transparency" in picture.info
