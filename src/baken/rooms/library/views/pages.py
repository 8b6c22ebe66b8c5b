"""What every page of the library shows: its tables, and of which published version they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baken.core.instruments.scoring import NativeClass
from baken.core.page.levels import level_of
from baken.rooms.library.queries.contents import name_words
from baken.rooms.library.queries.files import (
    LOCKED_LISTS,
    publication,
    publications,
    source_texts,
)
from baken.rooms.library.queries.scoring import FOLDER
from baken.rooms.library.rules.published import Publication
from baken.rooms.library.texts import said

Column = Mapping[str, Any]
SHOWN_SIGNS = 12  # of a checksum in a list; its page shows the whole


@dataclass(frozen=True)
class Section:
    """A table under its own heading, with what must be said about it."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    about: str = ""
    anchor: str = ""


def show_tables(
    request: HttpRequest,
    *,
    title: str,
    lead: str,
    sections: Sequence[Section],
    names: Iterable[str],
) -> HttpResponse:
    """A page of tables out of the newest versions of some files."""
    shown = {
        "title": title,
        "lead": lead,
        "sections": sections,
        "breadcrumbs": crumbs(title),
        **version_part([publication(name) for name in names]),
    }
    return render(request, "library/tables.html", shown)


def crumbs(title: str) -> list[dict[str, str]]:
    """The way from the library to one of its pages."""
    return [{"label": _("Library"), "url": reverse("library:index")}, {"label": title, "url": ""}]


def column(key: str, label: str, **further: Any) -> Column:
    """A column of a table."""
    return {"key": key, "label": label, **further}


def version_part(shown: Sequence[Publication]) -> dict[str, Any]:
    """Which versions a page shows, and the others of the same names."""
    names = {one.name for one in shown}
    others = [one for one in publications().values() if one.name in names and one not in shown]
    return {
        "versions": [{"title": name_words(one.name), "facts": _facts(one)} for one in shown],
        "other_versions": [
            {"label": _version_line(one), "url": source_url(one)}
            for one in sorted(others, key=lambda one: (one.name, -one.version))
        ],
    }


PAGES = {
    "mandate/mandate": "library:mandate",
    "mandate/advice_roles": "library:advice",
    "mandate/authorities": "library:advice",
    "mandate/stacking_v1": "library:stacking",
    "mandate/escalation": "library:escalation",
    "mandate/appetite": "library:appetite",
    "mandate/acceptance": "library:acceptance",
    "hazards": "library:hazards",
    "hazard_groups": "library:hazards",
    "measures/standard": "library:measures",
    "measures/terms": "library:escalation",
    "measures/recommending": "library:escalation",
    "measures/purchasing": "library:purchasing",
}


def address_of(one: Publication) -> str:
    """The page on which the file can be read in words; of the duties, the file itself."""
    if one.name.startswith(FOLDER):
        return reverse("library:scoring-model", args=[one.name.removeprefix(FOLDER)])
    if one.name in PAGES:
        return reverse(PAGES[one.name])
    if one.name in LOCKED_LISTS:
        return reverse("library:list", args=[one.name])
    return source_url(one)


def source_url(one: Publication) -> str:
    """Where the file of a published version is downloaded."""
    return reverse("library:source", args=[one.file])


def code_html(text: str) -> SafeString:
    """A code, a checksum or a name of a file."""
    return format_html("<code>{}</code>", text)


def class_html(code: str, label: str = "") -> SafeString:
    """A class in word, shape and colour; `label` replaces its word."""
    level = level_of(code, "class", label)
    html = render_to_string("page/components/severity.html", {"level": level})
    return SafeString(html.strip())


def native_html(native: NativeClass) -> SafeString:
    """A class in the word of its model, in the shape and colour of the common class."""
    return class_html(native.common.value if native.common else "none", said(native.text))


def common_html(native: NativeClass) -> SafeString:
    """The common class of a class of a model."""
    if native.common is None:
        return class_html("none", _("No class: the hazard is gone"))
    word = level_of(native.common.value, "class").word
    label = _("%(class)s, urgent") % {"class": word} if native.urgent else ""
    return class_html(native.common.value, label)


def list_html(lines: Iterable[str]) -> SafeString:
    """Sentences below each other in one cell; one alone as it is, nothing for none."""
    told = list(lines)
    if len(told) < 2:
        return conditional_escape("".join(told))
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in told)))


def _facts(one: Publication) -> list[tuple[str, Any]]:
    return [
        (_("Version"), str(one.version)),
        (_("In force since"), one.approved_on),
        (_("Approved by"), one.approved_by),
        (_("Decision"), one.reference),
        (_("Source"), source_texts()[one.file]),
        (_("Checksum (SHA-256)"), code_html(one.sha256)),
        (_("File"), (_("Download %(file)s") % {"file": one.file}, source_url(one))),
    ]


def _version_line(one: Publication) -> str:
    named = {"file": one.file, "version": one.version, "by": one.approved_by}
    return _("%(file)s, version %(version)s, approved by %(by)s") % named
