"""What an upload really is, and what of it is kept."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

import filetype
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 50 * 1024 * 1024
MOST_PIXELS = 64_000_000
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# Pictures that are shown beside a text, and as what they are kept: what browsers show and runs no program.
SHOWN = {
    "image/jpeg": ("JPEG", "JPEG", "image/jpeg"),
    "image/png": ("PNG", "PNG", "image/png"),
    "image/gif": ("GIF", "PNG", "image/png"),
    "image/bmp": ("BMP", "PNG", "image/png"),
}
MOST_PIXELS_SHOWN = 16_000_000
SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}

# Where a camera says when a picture was taken, or else was last written. Source: Exif 2.32, 4.6.
EXIF_IFD, TAKEN, CHANGED = 0x8769, 0x9003, 0x0132
# What Pillow raises over a damaged picture; a ValueError for a chunk whose name is no text.
DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError)


class FileRefused(ValueError):
    """The upload cannot be kept; the text says why and what to do."""


@dataclass(frozen=True)
class CleanFile:
    """A file as it is kept: safe name, true type, bytes without metadata.

    ``taken_on`` is the day on which the camera says that a picture was taken; None where it does not.
    """

    name: str
    content_type: str
    data: bytes
    taken_on: date | None = None


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
    if kind not in IMAGES:
        return CleanFile(name=safe_name(name, kind), content_type=kind, data=data)
    kept, taken_on = _drawn_again(data, IMAGES[kind])
    return CleanFile(safe_name(name, kind), kind, kept, taken_on)


def safe_name(name: str, content_type: str) -> str:
    """The given name without folders or odd signs, with the suffix of what the file truly is."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(sign for sign in stem if sign.isalnum() or sign in " -_.()").strip(" .")
    return f"{kept[:100] or 'file'}{SUFFIXES[content_type]}"


def clean_picture(*, name: str, data: bytes) -> CleanFile:
    """A picture to show beside a text, drawn anew: nothing of what else its bytes may hold is kept.

    Of one that moves the first frame is kept; a GIF or BMP becomes a PNG. The name stays as it is. Raises
    FileRefused for what is no such picture, cannot be read, or has more than 16 million pixels.
    """
    kind = filetype.guess_mime(data) or ""
    if kind not in SHOWN:
        raise FileRefused(_("This is no picture that can be shown: JPEG, PNG, GIF or BMP."))
    form, kept_as, content_type = SHOWN[kind]
    drawn, _taken_on = _drawn_again(data, form, kept_as, most=MOST_PIXELS_SHOWN)
    return CleanFile(name=name, content_type=content_type, data=drawn)


def _drawn_again(
    data: bytes, form: str, kept_as: str = "", *, most: int = MOST_PIXELS
) -> tuple[bytes, date | None]:
    """The picture alone, in its own form or another, and the day it was taken if its metadata told."""
    made = kept_as or form
    try:
        with Image.open(io.BytesIO(data), formats=(form,)) as picture:
            if picture.width * picture.height > most:
                raise FileRefused(_("The picture has too many pixels. Send a smaller one."))
            taken_on = _day_of(picture)
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGBA" if made != "JPEG" and _has_alpha(upright) else "RGB")
            plain.info.clear()  # Pillow would copy a comment or colour profile from here
            out = io.BytesIO()
            plain.save(out, made, quality=88)
    except FileRefused:
        raise
    except DAMAGED as problem:
        raise FileRefused(_("The picture cannot be read. Take it again.")) from problem
    return out.getvalue(), taken_on


def _day_of(picture: Image.Image) -> date | None:
    told = picture.getexif()
    moment = str(told.get_ifd(EXIF_IFD).get(TAKEN) or told.get(CHANGED) or "")
    try:
        return datetime.strptime(moment[:10], "%Y:%m:%d").date()  # noqa: DTZ007  a camera knows no zone
    except ValueError:
        return None


def _has_alpha(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA") or "transparency" in picture.info
