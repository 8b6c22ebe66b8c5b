"""Layouts: plain data that says what stands where, and a sentence with a line for every mistake."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from baken.core.instruments.documents import Refused
from baken.core.papers.chosen import MOST_PIXELS, layout_of
from baken.core.papers.layouts import contrast_on_white, layout_from, put_in
from baken.core.papers.tests.layouts import KIND, TEXT


def test_layout_says_parts_words_and_dress() -> None:
    made = layout_from("report.yaml", TEXT, KIND)
    assert [one.code for one in made.parts] == ["front", "text", "findings"]
    assert made.parts[1].text is not None
    assert made.parts[1].text.en == "About {unit} on {day}."
    assert (made.colour, made.letter, made.version, made.logo) == ("#004b23", "serif", 2, "")
    assert made.head.nl == "Kop {unit}"


def test_layout_without_dress_has_none() -> None:
    made = layout_from("x.yaml", "layout: {paper: report, version: 1, parts: [{id: front}]}", KIND)
    assert (made.colour, made.letter, made.head.nl, made.logo_text) == ("", "sans", "", None)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("paper: report", "paper: letter", 3, "choose from: report"),
        ("version: 2", "version: two", 4, "a whole number"),
        ("'#004B23'", "green", 5, "a colour is #"),
        ("'#004B23'", "'#ffff00'", 5, "cannot be read on white"),
        ("'#004B23'", "[1]", 5, "a text is needed"),
        ("letter: serif", "letter: comic", 6, "comic"),
        ("'Kop {unit}'", "'Kop {secret}'", 7, "“secret” is not possible here"),
        ("Foot}", "Foot, de: Fuss}", 8, "there is no such field"),
        ("foot: {nl: Voet, en: Foot}", "foot: {nl: Voet}", 8, "the text in English is missing"),
        ("id: findings", "id: finding", 14, "did you mean findings?"),
        ("id: findings", "id: front", 14, "“front” stands here twice"),
        ("- id: front", "- id: findings", 9, "the part “front” is missing"),
        ("id: text", "id: text\n      run: x", 12, "there is no such field"),
        ("letter: serif", "letter: serif\n  logo: ../x.png", 7, "without a path"),
        ("letter: serif", "letter: serif\n  logo: x.svg", 7, "a png or jpg"),
        ("letter: serif", "letter: serif\n  logo: x.png", 7, "for those who do not see it"),
        ("letter: serif", "letter: serif\n  logo: []", 7, "a text is needed"),
        ("layout:", "layouts:", 2, "there is no such field"),
        ("layout:", "layout: &a", 2, "references with & and *"),
        (TEXT, "a: }", 1, "no valid YAML"),
        (TEXT, "- 1", 1, "names with values are needed"),
    ],
)
def test_layout_with_a_mistake_is_refused_with_its_line(
    old: str, new: str, line: int, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        layout_from("report.yaml", TEXT.replace(old, new), KIND)
    told = refused.value.said("en")
    assert f"report.yaml, line {line}" in told
    assert said in told


def test_names_between_braces_are_put_in_and_nothing_is_carried_out() -> None:
    known = {"unit": "45 {day} <b>", "day": "vandaag"}
    assert put_in("{unit} op {day}", known) == "45 {day} <b> op vandaag"
    assert put_in("{unit.__class__} {0} {{day}} {", known) == "{unit.__class__} {0} {vandaag} {"


def test_contrast_goes_from_white_to_black() -> None:
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """The layout that comes along."""
    file = tmp_path / "shipped.yaml"
    file.write_text("layout: {paper: report, version: 1, parts: [{id: front}]}", encoding="utf-8")
    return file


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Path:
    """The file in which the organisation keeps its own."""
    settings.LAYOUTS_FOLDER = tmp_path / "layouts"
    settings.LAYOUTS_FOLDER.mkdir()
    return Path(settings.LAYOUTS_FOLDER) / "report.yaml"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture as a file."""
    made = io.BytesIO()
    Image.new("RGB", size, "navy").save(made, kind)
    return made.getvalue()


def test_without_an_own_layout_the_one_that_comes_along_counts(own: Path, shipped: Path) -> None:
    chosen = layout_of(KIND, shipped)
    assert (chosen.layout.version, chosen.logo, chosen.said("en")) == (1, b"", "")


def test_own_layout_counts_as_soon_as_it_is_there_and_changed(own: Path, shipped: Path) -> None:
    own.write_text(TEXT, encoding="utf-8")
    assert layout_of(KIND, shipped).layout.version == 2
    own.write_text(TEXT.replace("version: 2", "version: 31"), encoding="utf-8")
    assert layout_of(KIND, shipped).layout.version == 31


@pytest.mark.parametrize("content", [b"layout: }", b"\xff\xfe\x00", b""])
def test_own_layout_that_is_wrong_gives_way_and_says_why(
    own: Path, shipped: Path, content: bytes
) -> None:
    own.write_bytes(content)
    chosen = layout_of(KIND, shipped)
    assert chosen.layout.version == 1
    assert chosen.said("en").startswith("report.yaml, line 1")
    assert chosen.said("nl").startswith("report.yaml, regel 1")


def test_own_logo_becomes_a_plain_picture(own: Path, shipped: Path) -> None:
    told = "letter: serif\n  logo: logo.jpg\n  logo_text: {nl: Logo, en: Logo}"
    own.write_text(TEXT.replace("letter: serif", told), encoding="utf-8")
    (own.parent / "logo.jpg").write_bytes(picture("JPEG"))
    assert layout_of(KIND, shipped).logo.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "content",
    [None, b"no picture", picture("GIF"), picture()[:60], picture(size=(MOST_PIXELS + 1, 1))],
)
def test_own_logo_that_cannot_be_used_is_named(
    own: Path, shipped: Path, content: bytes | None
) -> None:
    told = "letter: serif\n  logo: logo.png\n  logo_text: {nl: Logo, en: Logo}"
    own.write_text(TEXT.replace("letter: serif", told), encoding="utf-8")
    if content is not None:
        (own.parent / "logo.png").write_bytes(content)
    chosen = layout_of(KIND, shipped)
    assert chosen.layout.version == 1
    assert "report.yaml, line 7, layout.logo: the picture logo.png" in chosen.said("en")
