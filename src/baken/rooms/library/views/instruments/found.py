"""Finds the instrument that a page is about, and says on every page of it which version it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.definitions import Definition
from baken.core.instruments.documents import Refused
from baken.rooms.library.queries.instruments import (
    instrument,
    versions_of_instrument,
)
from baken.rooms.library.texts import said

LIST = "library:instruments"
ONE = "library:instrument-version"
TRY = "library:instrument-try"
FILE = "library:instrument-file"


class CannotBeRead(Exception):
    """A version that is there and cannot be read; ``problems`` say why, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def found_version(code: str, version: str = "") -> Definition:
    """A version of an instrument, or the newest; 404 when there is none. Raises CannotBeRead."""
    wanted = version or newest_version(code)
    try:
        return instrument(code, wanted)
    except LookupError:
        raise Http404 from None
    except Refused as refused:
        raise CannotBeRead(problem_lines(refused)) from None
    except DataProblem as problem:
        raise CannotBeRead([str(problem)]) from None


def newest_version(code: str) -> str:
    """The newest version of an instrument; 404 when there is none."""
    versions = versions_of_instrument(code)
    if not versions:
        raise Http404
    return str(versions[0])


def problem_lines(refused: Refused) -> list[str]:
    """Every mistake in the language of the reader: file, line, field and why."""
    return [one.said(get_language() or "nl") for one in refused.problems]


def address(name: str, definition: Definition) -> str:
    """The address of a page about a version."""
    return reverse(name, args=[definition.head.code, definition.head.version])


def title_of(definition: Definition) -> str:
    """What people call a version."""
    named = {"title": said(definition.head.title), "version": definition.head.version}
    return _("%(title)s, version %(version)s") % named


def crumbs_to(label: str = "", *above: tuple[str, str]) -> list[Mapping[str, Any]]:
    """The way from the library to a page about instruments."""
    way = [(_("Library"), reverse("library:index")), (_("Instruments"), reverse(LIST)), *above]
    shown = [{"label": text, "url": url} for text, url in way]
    if label:
        return [*shown, {"label": label, "url": ""}]
    return [*shown[:-1], {**shown[-1], "url": ""}]
