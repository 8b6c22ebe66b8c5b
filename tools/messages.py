"""Gathers the texts of the product, keeps their Dutch in one file and compiles it.

    python tools/messages.py           bring the files up to date
    python tools/messages.py --check   say what is missing, empty or stale; exit 1 when anything is

English stands in the code; Dutch in ``src/baken/locale/nl/LC_MESSAGES/django.po``. No gettext
binary is needed: Babel reads and compiles.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "baken"
PO = SOURCE / "locale" / "nl" / "LC_MESSAGES" / "django.po"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS: dict[str, Any] = {
    "gettext": None,
    "gettext_lazy": None,
    "lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def main(arguments: list[str]) -> int:
    """Update, or with --check only look."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    found, kept = gathered(), known()
    problems = problems_of(found, kept)
    if "--check" in arguments:
        print("\n".join(problems) or "every text has its Dutch")
        return 1 if problems else 0
    write(merged(found, kept))
    still = problems_of(found, known())
    print("\n".join(still) or "every text has its Dutch")
    return 0


def gathered() -> Catalog:
    """Every text in the code and the templates, with the places where it stands."""
    catalog = Catalog(locale="nl")
    for path, source in _sources():
        place = path.relative_to(ROOT).as_posix()
        for _line, message, _notes, context in extract(
            "python", io.BytesIO(source.encode()), keywords=KEYWORDS
        ):
            if message:
                catalog.add(message, locations=[(place, 0)], context=context)
    return catalog


def known() -> Catalog:
    """The Dutch there is."""
    if not PO.exists():
        return Catalog(locale="nl")
    with PO.open("rb") as stream:
        return read_po(stream, locale="nl")


def unseen() -> Iterator[str]:
    """Texts within an f-string, a line each: nothing that gathers texts sees them there."""
    for path, source in _sources():
        for outer in ast.walk(ast.parse(source if path.suffix == ".py" else "")):
            inner = ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ()
            if any(isinstance(one, ast.Call) and _is_gettext(one.func) for one in inner):
                yield f"a text within an f-string ({path.relative_to(ROOT)}:{outer.lineno})"


def _is_gettext(called: ast.expr) -> bool:
    return isinstance(called, ast.Name) and called.id in KEYWORDS


def problems_of(found: Catalog, kept: Catalog) -> list[str]:
    """What is missing, empty, fuzzy, superfluous or not compiled, a line each."""
    problems = list(unseen())
    for message in found:
        dutch = kept.get(message.id, message.context) if message.id else None
        if message.id and (dutch is None or not _is_full(dutch.string) or dutch.fuzzy):
            problems.append(f"no Dutch for {message.id!r} ({message.locations[0][0]})")
    for message in kept:
        if message.id and found.get(message.id, message.context) is None:
            problems.append(f"no longer used: {message.id!r}")
    if not problems and compiled(kept) != _compiled_now():
        problems.append("the compiled file is stale: run tools/messages.py")
    return problems


def merged(found: Catalog, kept: Catalog) -> Catalog:
    """The texts there are, with the Dutch that was known."""
    catalog = Catalog(
        locale="nl", project="Baken", fuzzy=False, charset="utf-8", creation_date=EPOCH
    )
    catalog.revision_date = EPOCH
    for message in sorted((m for m in found if m.id), key=lambda m: (str(m.id), m.context or "")):
        dutch = kept.get(message.id, message.context)
        places = sorted({place for place, _line in message.locations})
        catalog.add(
            message.id,
            dutch.string if dutch else "",
            locations=[(place, None) for place in places],
            context=message.context,
        )
    return catalog


def write(catalog: Catalog) -> None:
    """Store the texts and their compiled form."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as stream:
        write_po(stream, catalog, width=100, omit_header=False, include_lineno=False)
    PO.with_suffix(".mo").write_bytes(compiled(catalog))


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as Django reads it, the same bytes for the same texts."""
    plain = Catalog(locale="nl", charset="utf-8", fuzzy=False, creation_date=EPOCH)
    plain.revision_date = EPOCH
    for message in catalog:
        if message.id and _is_full(message.string):
            plain.add(message.id, message.string, context=message.context)
    out = io.BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def _compiled_now() -> bytes:
    path = PO.with_suffix(".mo")
    return path.read_bytes() if path.exists() else b""


def _is_full(string: Any) -> bool:
    parts = string if isinstance(string, tuple | list) else (string,)
    return all(parts)


def _sources() -> Iterator[tuple[Path, str]]:
    from django.utils.translation.template import templatize

    for path in sorted(SOURCE.rglob("*")):
        if {"tests", "vendor", "migrations"} & set(path.parts):
            continue
        if path.suffix == ".py":
            yield path, path.read_text(encoding="utf-8")
        elif path.suffix == ".html":
            plain = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # What is left of the page around the texts is no Python; its indentation means nothing.
            yield path, "\n".join(line.lstrip() for line in plain.splitlines())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
