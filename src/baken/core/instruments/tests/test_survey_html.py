"""Texts of a survey: HTML becomes plain text that reads well, and nothing of it is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.core.instruments.survey_xml.html_marks import KNOWN
from baken.core.instruments.survey_xml.html_text import plain_text
from baken.core.instruments.survey_xml.measures import headline, titled


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("  \n ", ""),
        ("<p>Een</p><p>Twee</p>", "Een\n\nTwee"),
        ("<p>Een<br/>twee<BR>drie</p>", "Een\ntwee\ndrie"),
        ("<p>Een<br/><br/>twee</p><br/><p>drie</p>", "Een\n\ntwee\n\ndrie"),
        ("<p>gebroken\r\nregel</p>", "gebroken regel"),
        ("<p>Eerst.\r\n\r\n\xa0\r\nDaarna.</p>", "Eerst.\n\nDaarna."),
        ("<p>Veel   \t spaties\xa0\xa0hier </p>", "Veel spaties hier"),
        ("<h3>Kop</h3><p>Tekst</p><h4>Nog een</h4>Los", "Kop\nTekst\n\nNog een\nLos"),
        ("<h3></h3><p>Tekst</p>", "Tekst"),
        ("<div>a<div>b</div></div>c", "a\n\nb\n\nc"),
        ("<p>- een</p><br/><p>- twee</p><p>drie</p>", "- een\n- twee\n\ndrie"),
        ("<b>vet</b> en <em>schuin</em>", "vet en schuin"),
        # lists
        ("<p>Dus:</p><ul><li>een</li><li>twee</li></ul><p>Eind</p>", "Dus:\n- een\n- twee\n\nEind"),
        ("<ul><li>een<li>twee</ul>Eind", "- een\n- twee\n\nEind"),
        ("<ol><li>een</li><li>twee</li></ol>", "1. een\n2. twee"),
        ('<ol start="3"><li>drie</li></ol>', "3. drie"),
        ('<ol start="x"><li>een</li></ol>', "1. een"),
        ("<ul><li>een<ul><li>diep</li></ul></li><li>twee</li></ul>", "- een\n  - diep\n- twee"),
        ("<ol><li><p>een</p><p>verder</p></li></ol>", "1. een\n   verder"),
        ("<li>los</li>na", "- los\nna"),
        ("a</ul>b", "a\n\nb"),
        ("<dl><dt>woord</dt><dd>betekenis</dd></dl>", "woord\nbetekenis"),
        # tables
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2"),
        ("<table><tr><td></td><td>2</td></tr></table>", "2"),
        # links
        ('zie <a href="http://x.nl">hier</a>.', "zie hier (http://x.nl)."),
        ('zie <a href="http://x.nl">hier</a>en daar', "zie hier (http://x.nl) en daar"),
        ('<a href="http://www.x.nl/">www.x.nl</a>', "www.x.nl"),
        ('<a href="http://x.nl"></a>', "http://x.nl"),
        ('<a href="mailto:info@x.nl">info@x.nl</a>', "info@x.nl"),
        ('<a href="mailto:info@x.nl">mail ons</a>', "mail ons (info@x.nl)"),
        ('<a href="#boven">naar boven</a> <a id="x">hier</a>', "naar boven hier"),
        ("<a href=http://x.nl?a=1&amp;sect=2&copy=3>x</a>", "x (http://x.nl?a=1&sect=2&copy=3)"),
        ("<a href='http://x.nl'>x</a>", "x (http://x.nl)"),
        ('<a href="http://x.nl">open gebleven', "open gebleven (http://x.nl)"),
        ('<a href="http://x.nl">een <a href="http://y.nl">twee</a>', "een (http://x.nl) twee (http://y.nl)"),
        ('<a href="http://x.nl">een<p>twee</p></a>', "een (http://x.nl)\n\ntwee"),
        ('<a href="http://x.nl">een\ntwee</a>', "een\ntwee (http://x.nl)"),
        ('<p><a href="http://x.nl">een\n\ntwee</a></p>', "een\n\ntwee (http://x.nl)"),
        ('<p>Zie </p><a href="http://x.nl">u</a><p>.</p><p>Einde</p>', "Zie u (http://x.nl).\n\nEinde"),
        ('<p>Zie </p><a id="x"></a><p>Los</p>', "Zie\n\nLos"),
        # characters
        ("caf&eacute; &amp; &#233; &#xe9; &euro;5", "café & é é €5"),
        ("RI&amp;E RI&E V&G & &onbekend;", "RI&E RI&E V&G & &onbekend;"),
        ("7 m<sup>2</sup>, 2<sup>e</sup> hands, H<sub>2</sub>O", "7 m², 2e hands, H₂O"),
        ("10<sup>6<p>2</p>", "10⁶\n\n2"),
        # what is no mark of HTML
        ("minder < 10 m en > 5 m", "minder < 10 m en > 5 m"),
        ("vul <naam> in bij <10 werknemers", "vul <naam> in bij <10 werknemers"),
        ("een <b style='x", "een <b style='x"),
        ("<p>a</p", "a</p"),
        ("pijl --> en </> <", "pijl --> en </> <"),
        ("<bril> en <b->", "<bril> en <b->"),
        # what nobody sees
        ("een<!-- <p>weg</p> --> twee", "een twee"),
        ("een <!-- twee <b>drie</b>", "een <!-- twee <b>drie</b>"),
        ("een <!-- twee <!-- drie --> vier", "een vier"),
        ("<?xml:namespace prefix = o /><o:p>tekst</o:p><!DOCTYPE x><![endif]>", "tekst"),
        # lines that are lines
        ("Dit moet:\r\n- een\r\n-   twee\r\n\r\n\r\nEind", "Dit moet:\n- een\n- twee\n\nEind"),
        ("een&#13;&#10;twee", "een\ntwee"),
        ("<b>een</b>\ntwee", "een\ntwee"),
        ("<pre>een\n  twee</pre>drie\nvier", "een\ntwee\n\ndrie vier"),
    ],
)  # fmt: skip
def test_html_becomes_text_that_reads_well(source: str, text: str) -> None:
    assert plain_text(source).text == text


@pytest.mark.parametrize(
    ("source", "text", "told"),
    [
        ("<table><tr><td>a</td></tr></table>", "a", ["a table in a text was written as lines"]),
        ('<img src="a.gif" alt="Stoel"/>', "Stoel (a.gif)", ["a picture or film"]),
        ('a<iframe src="http://x.nl"></iframe>b', "a (http://x.nl) b", ["a picture or film"]),
        ('<object data="a.swf"></object>', "(a.swf)", ["a picture or film in a text became"]),
        ("<img/>x", "x", []),
        ("a<script>alert('x')</script>b", "ab", ["a program or style in a text was left out"]),
        ("<style/>b", "b", ["a program or style in a text was left out"]),
        ('<a href="JavaScript:x()">klik</a>', "klik", ["a program or style in a text was left out"]),
        ("<p>gewoon</p>", "gewoon", []),
    ],
)  # fmt: skip
def test_what_is_not_text_is_told(source: str, text: str, told: list[str]) -> None:
    found = plain_text(source)
    assert found.text == text
    assert [one.en[: len(said)] for one, said in zip(found.odd, told, strict=True)] == told


PIECES = st.sampled_from(
    [f"<{name}>" for name in sorted(KNOWN)]
    + [f"</{name}>" for name in sorted(KNOWN)]
    + [
        "<!--",
        "-->",
        "<",
        ">",
        "&amp;",
        "\n",
        "\n\n",
        " ",
        "'",
        '"',
        '<a href="',
        "<a href='http://x.nl'>",
    ]
    + ["woord", "2", "é", "- "]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=40))
def test_any_html_is_read_and_no_line_ends_with_a_space(pieces: list[str]) -> None:
    found = plain_text("".join(pieces)).text
    assert found == found.strip()
    assert not re.search(r"[^\S\n]$|\n\n\n", found, re.MULTILINE)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(sorted(KNOWN - {"script", "style"})), max_size=30))
def test_no_word_between_marks_is_lost(names: list[str]) -> None:
    source = "".join(f"<{name}>woord{place} </{name}>" for place, name in enumerate(names))
    said = plain_text(source).text
    assert [f"woord{place}" for place in range(len(names))] == re.findall(r"woord\d+", said)


@pytest.mark.parametrize(
    "source",
    ["<a " * 100_000, "<!--" * 100_000, "<a " + "b" * 300_000 + ">", "<td>x" * 50_000, "<sup>" * 100_000,
     "<ul><li>" * 50_000, "<a href=x>" * 50_000, "\n" * 300_000, "&" * 300_000, "<p" + " " * 300_000],
    ids=range(10),
)  # fmt: skip
def test_long_and_broken_html_is_read_in_one_go(source: str) -> None:
    """Each would take minutes when it were read again from every place in it."""
    assert isinstance(plain_text(source).text, str)


# ---- titles of measures ----

LONG = "Deze eerste zin is lang genoeg. " + "Daarna komt nog meer tekst. " * 10


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("Kort", "Kort"),
        ("Eerste regel\nTweede regel", "Eerste regel"),
        (LONG, LONG[:200].rpartition(". ")[0] + "."),
        ("woord " * 50, "woord " * 32 + "woord …"),
    ],
)
def test_headline_is_a_line_or_a_sentence_or_as_much_as_fits(text: str, title: str) -> None:
    assert headline(text) == title
    assert len(title) <= 201


@pytest.mark.parametrize(
    ("description", "plan", "title", "below"),
    [
        ("Koop een kruk.", "", "Koop een kruk.", ""),
        ("Koop een kruk", "Koop een kruk.", "Koop een kruk.", ""),
        ("Maak hierover afspraken met uw medewer", "Maak hierover afspraken met uw medewerkers.",
         "Maak hierover afspraken met uw medewerkers.", ""),
        ("Maak een lijst", "Maak een lijst:\n- een", "Maak een lijst:", "Maak een lijst:\n- een"),
        ("Oplossing", "Doe dit.", "Oplossing", "Doe dit."),
        ("", "Doe dit.", "Doe dit.", ""),
        ("Regel\nMeer", "Doe dit.", "Regel", "Regel\nMeer\n\nDoe dit."),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_measure_is_named_by_what_it_is_and_keeps_all_of_its_text(
    description: str, plan: str, title: str, below: str
) -> None:
    assert titled(description, plan) == (title, below)
