"""An upload is what its content says, and a picture keeps nothing but its pixels."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile
from PIL.PngImagePlugin import PngInfo

from baken.core.files import content
from baken.core.files.content import FileRefused, clean_picture, clean_upload, safe_name

SECRETS = (b"NIKON-OWNER", b"Jan de Vries", b"52.3702", b"xmp-secret", b"GPSLatitude")
ORIENTATION, MAKE, ARTIST, GPS = 0x0112, 0x010F, 0x013B, 0x8825


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "NIKON-OWNER"
    exif[ARTIST] = "Jan de Vries"
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 22.0, 12.72), 3: "E", 4: (4.0, 53.0, 42.4)})
    return exif


def _picture(form: str, mode: str = "RGB", size: tuple[int, int] = (4, 2), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, more.pop("color", None)).save(out, form, **more)
    return out.getvalue()


def _full_of_metadata(form: str) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more: dict[str, Any] = {"exif": _exif(), "icc_profile": profile}
    if form == "JPEG":
        more |= {"comment": b"Jan de Vries", "xmp": b"xmp-secret"}
    elif form == "WEBP":
        more |= {"xmp": b"xmp-secret"}
    else:
        more["pnginfo"] = PngInfo()
        more["pnginfo"].add_text("Author", "Jan de Vries")
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", "xmp-secret")
    return _picture(form, **more)


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (_picture("JPEG"), "image/jpeg", "photo.jpg"),
        (_picture("PNG"), "image/png", "photo.png"),
        (_picture("WEBP"), "image/webp", "photo.webp"),
        (PDF, "application/pdf", "photo.pdf"),
    ],
)
@pytest.mark.parametrize("given_name", ["photo.jpg", "photo.exe", "photo", "photo.html"])
def test_upload_of_each_kind_is_named_after_what_it_truly_is(
    data: bytes, kind: str, name: str, given_name: str
) -> None:
    file = clean_upload(name=given_name, data=data)
    assert (file.content_type, file.name) == (kind, name)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_full_of_metadata_keeps_none_of_it(form: str) -> None:
    data = _full_of_metadata(form)
    assert any(secret in data for secret in SECRETS), "the test picture holds what must go"
    kept = clean_upload(name="photo", data=data).data
    assert [secret for secret in SECRETS if secret in kept] == []


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_with_a_place_and_profile_loses_both(form: str) -> None:
    before = _opened(_full_of_metadata(form))
    assert (bool(before.getexif().get_ifd(GPS)), "icc_profile" in before.info) == (True, True)
    after = _opened(clean_upload(name="photo", data=_full_of_metadata(form)).data)
    assert (dict(after.getexif()), "icc_profile" in after.info, after.info.get("comment")) == (
        {},
        False,
        None,
    )


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (4, 2)), (3, (4, 2)), (6, (2, 4)), (8, (2, 4))]
)
def test_picture_taken_sideways_is_turned_upright(orientation: int, size: tuple[int, int]) -> None:
    data = _picture("JPEG", exif=_exif(orientation))
    assert _opened(clean_upload(name="photo", data=data).data).size == size


def test_picture_taken_sideways_is_turned_the_right_way() -> None:
    picture = Image.new("RGB", (64, 32), "white")
    picture.paste("black", (0, 0, 32, 32))
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=_exif(6))
    upright = _opened(clean_upload(name="photo", data=out.getvalue()).data).convert("L")
    assert (upright.getpixel((16, 8)) < 50, upright.getpixel((16, 56)) > 200) == (True, True)


@pytest.mark.parametrize(
    ("form", "mode", "kept"),
    [
        ("JPEG", "RGB", "RGB"),
        ("JPEG", "L", "RGB"),
        ("JPEG", "CMYK", "RGB"),
        ("PNG", "RGB", "RGB"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "LA", "RGBA"),
        ("PNG", "P", "RGB"),
        ("PNG", "1", "RGB"),
        ("PNG", "I;16", "RGB"),
        ("WEBP", "RGBA", "RGBA"),
    ],
)
def test_picture_in_each_colour_mode_is_kept_with_its_transparency(
    form: str, mode: str, kept: str
) -> None:
    data = _picture(form, mode, **({"color": 0} if mode not in ("RGBA", "LA", "CMYK") else {}))
    assert _opened(clean_upload(name="photo", data=data).data).mode == kept


def test_picture_of_a_palette_with_a_transparent_colour_stays_transparent() -> None:
    data = _picture("PNG", "P", transparency=0)
    assert _opened(clean_upload(name="photo", data=data).data).getpixel((0, 0))[3] == 0


def test_picture_that_moves_keeps_its_first_frame() -> None:
    frames = [Image.new("RGB", (4, 2), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    kept = _opened(clean_upload(name="photo", data=out.getvalue()).data)
    assert getattr(kept, "n_frames", 1) == 1


UNKNOWN = "This kind of file is not accepted. Send a JPEG, PNG or WebP picture or a PDF."
UNREADABLE = "The picture cannot be read. Take it again."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is empty. Choose it again."),
        (b"MZ" + b"\x00" * 400, UNKNOWN),
        (b"\x7fELF" + b"\x00" * 400, UNKNOWN),
        (b"PK\x03\x04" + b"\x00" * 400, UNKNOWN),
        (b"<!doctype html><script>alert(1)</script>", UNKNOWN),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', UNKNOWN),
        (b'<?xml version="1.0"?><svg/>', UNKNOWN),
        (_picture("GIF"), UNKNOWN),
        (_picture("BMP"), UNKNOWN),
        (_picture("TIFF"), UNKNOWN),
        (b"plain words", UNKNOWN),
        (b"x", UNKNOWN),
        (b"\x00", UNKNOWN),
        (b" " + PDF, UNKNOWN),
        (b"\xff\xd8\xff" + b"<script>alert(1)</script>", UNREADABLE),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, UNREADABLE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", UNREADABLE),
        (_picture("JPEG")[:-200], UNREADABLE),
        (_picture("PNG")[:40], UNREADABLE),
    ],
)
def test_upload_that_cannot_be_kept_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    with pytest.raises(FileRefused) as caught:
        clean_upload(name="photo.jpg", data=data)
    assert str(caught.value) == why


def test_upload_beyond_the_limit_is_refused_and_at_it_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MOST_BYTES", len(PDF))
    assert clean_upload(name="a", data=PDF).data == PDF
    with pytest.raises(FileRefused, match="larger than 50 MiB"):
        clean_upload(name="a", data=PDF + b"\n")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04payload.exe"])
def test_picture_with_something_behind_it_keeps_the_picture_alone(form: str, tail: bytes) -> None:
    kept = clean_upload(name="photo", data=_picture(form) + tail).data
    assert tail not in kept


def _png_of(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        checked = name + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 10)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("size", "why"),
    [
        ((8_000, 8_001), "The picture has too many pixels. Send a smaller one."),
        ((8_000, 10_000), "The picture has too many pixels. Send a smaller one."),
        ((60_000, 60_000), UNREADABLE),
        ((2**31 - 1, 2**31 - 1), UNREADABLE),
    ],
)
def test_picture_that_unpacks_to_far_too_much_is_refused_unread(
    size: tuple[int, int], why: str
) -> None:
    with pytest.raises(FileRefused) as caught:
        clean_upload(name="bomb.png", data=_png_of(*size))
    assert str(caught.value) == why


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("foto.jpg", "foto.jpg"),
        ("FOTO (2) - kopie_b.JPEG", "FOTO (2) - kopie_b.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\windows\\system.ini", "system.jpg"),
        ("C:\\Users\\jan\\foto.png", "foto.jpg"),
        ("foto.php.jpg", "foto.php.jpg"),
        ("réunion été.jpg", "réunion été.jpg"),
        ('a"b<c>d;e\r\nf\x00g.jpg', "abcdefg.jpg"),
        ("foto\u202egpj.exe", "fotogpj.jpg"),
        ("...", "file.jpg"),
        ("", "file.jpg"),
        ("   .jpg", "file.jpg"),
        ("/", "file.jpg"),
        ("😀.jpg", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
    ],
)
def test_safe_name_of_any_name_is_plain_and_short(given_name: str, name: str) -> None:
    assert safe_name(given_name, "image/jpeg") == name


@given(st.text(max_size=200))
def test_safe_name_of_any_text_holds_nothing_odd(text: str) -> None:
    name = safe_name(text, "application/pdf")
    assert name.endswith(".pdf")
    assert len(name) <= 104
    assert set("/\\<>:\"|?*\x00\r\n;%&'`$") & set(name) == set()


@pytest.mark.parametrize("place", [12, 13, 14, 15])
@pytest.mark.parametrize("truncated", [False, True], ids=["whole pictures only", "as for a PDF"])
def test_picture_whose_first_chunk_has_no_readable_name_is_refused(
    place: int, truncated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", truncated)
    damaged = bytearray(_picture("PNG"))
    damaged[place] = 128
    with pytest.raises(FileRefused) as caught:
        clean_upload(name="photo.png", data=bytes(damaged))
    assert str(caught.value) == UNREADABLE


SOUND = {form: _full_of_metadata(form) for form in ("JPEG", "PNG", "WEBP")}


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_picture_damaged_anywhere_is_cleaned_or_refused(form: str, data: Any) -> None:
    """Anything but a refusal fails the test: no broken upload may bring the page down."""
    damaged = bytearray(SOUND[form])
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(12, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(20, len(damaged)))
    with suppress(FileRefused):
        clean_upload(name="photo", data=bytes(damaged[:end]))


@pytest.mark.parametrize(
    ("form", "kept"), [("GIF", "PNG"), ("BMP", "PNG"), ("PNG", "PNG"), ("JPEG", "JPEG")]
)
def test_picture_beside_a_text_is_drawn_anew_as_browsers_show_it(form: str, kept: str) -> None:
    made = clean_picture(name="goed/fout.gif", data=_picture(form) + b"<script>alert()</script>")
    assert (made.name, made.content_type) == ("goed/fout.gif", f"image/{kept.lower()}")
    assert b"script" not in made.data
    assert (_opened(made.data).format, _opened(made.data).size) == (kept, (4, 2))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no picture that can be shown"),
        (b"<svg onload='x'/>", "no picture that can be shown"),
        (b"%PDF-1.7", "no picture that can be shown"),
        (b"GIF89a" + bytes(20), "cannot be read"),
        (_picture("PNG", size=(4_001, 4_000)), "too many pixels"),
    ],
)
def test_picture_beside_a_text_that_is_none_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        clean_picture(name="a.gif", data=data)


@pytest.mark.parametrize(
    ("tags", "taken", "day"),
    [
        ({0x0132: "2024:05:06 07:08:09"}, None, date(2024, 5, 6)),
        ({0x0132: "2024:05:06 07:08:09"}, "2023:01:02 03:04:05", date(2023, 1, 2)),
        ({}, "0000:00:00 00:00:00", None),
        ({}, "yesterday", None),
        ({}, None, None),
    ],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_day_on_which_a_picture_was_taken_is_kept_beside_it(
    form: str, tags: dict[int, str], taken: str | None, day: date | None
) -> None:
    exif = Image.Exif()
    for tag, told in tags.items():
        exif[tag] = told
    if taken is not None:
        exif.get_ifd(0x8769)[0x9003] = taken
    clean = clean_upload(name="foto", data=_picture(form, exif=exif))
    assert clean.taken_on == day
    assert dict(_opened(clean.data).getexif()) == {}
