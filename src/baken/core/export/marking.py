"""The marking of an export: who made it, when, of what, and how closely it must be held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core import clock
from baken.core.access import Confidentiality

LEVELS: dict[int, Any] = {
    Confidentiality.NORMAL: gettext_lazy("normal"),
    Confidentiality.SENSITIVE: gettext_lazy("sensitive"),
    Confidentiality.RESTRICTED: gettext_lazy("restricted"),
}


@dataclass(frozen=True)
class Marking:
    """What stands in every export about itself.

    ``filters`` are (label, value) as the reader chose them; ``level`` is the highest
    confidentiality of what is in it; ``left_out`` says that closely held records are not in it, and
    ``withheld`` how many records the maker reads that leave the product in no file for now.
    """

    kind: str
    label: Any
    by: str
    post: str
    at: datetime
    filters: tuple[tuple[str, str], ...] = ()
    level: int = Confidentiality.NORMAL
    personal: bool = False
    purpose: str = ""
    left_out: bool = False
    withheld: int = 0

    def lines(self) -> list[tuple[str, str]]:
        """The marking for people, as (label, text)."""
        chosen = "; ".join(f"{label}: {value}" for label, value in self.filters)
        maker = ", ".join(part for part in (self.by, self.post) if part)
        found = [
            (_("Export of"), str(self.label)),
            (_("Marking"), str(LEVELS[self.level])),
            (_("Contains personal data"), _("yes") if self.personal else _("no")),
            (_("Made by"), maker),
            (_("Made at"), date_format(self.at.astimezone(clock.local_zone()), "j F Y H:i")),
            (_("Scope"), _("what the maker may see")),
            (_("Filters"), chosen or _("none")),
            (_("Purpose"), self.purpose or _("not given")),
        ]
        if self.left_out:
            found.append(
                (_("Left out"), _("sensitive and restricted records: no purpose was given"))
            )
        if self.withheld:
            told = _("%(count)s under an information embargo") % {"count": self.withheld}
            found.append((_("Left out"), told))
        return found

    def as_dict(self) -> dict[str, Any]:
        """The marking for programs."""
        return {
            "kind": self.kind,
            "confidentiality": Confidentiality(self.level).name.lower(),
            "personal_data": self.personal,
            "exported_by": self.by,
            "post": self.post,
            "exported_at": self.at,
            "scope": "what the maker may see",
            "filters": dict(self.filters),
            "purpose": self.purpose,
            "left_out": self.left_out,
            "withheld": self.withheld,
        }

    def file_name(self, extension: str) -> str:
        """A name that tells kind, day and marking."""
        words = (slugify(str(self.label)), f"{clock.local_date(self.at)}")
        level = slugify(str(LEVELS[self.level]))
        persons = (slugify(_("personal data")),) if self.personal else ()
        return f"{'_'.join((*words, level, *persons))}.{extension}"
