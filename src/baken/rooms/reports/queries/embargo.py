"""What an information embargo says about a record, and the rows that are not under one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baken.core.access import Actor
from baken.core.trail.registry import chain_of
from baken.rooms.library.queries import terms_of
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import EMBARGO


@dataclass(frozen=True)
class Embargo:
    """An embargo that is on: since when, and of how many persons the next of kin do not know yet.

    ``waiting`` is None when nobody said of how many.
    """

    since: datetime
    waiting: int | None

    @property
    def told(self) -> str:
        """How far it is with the next of kin."""
        if self.waiting is None:
            return _("It is not noted of how many persons the next of kin must be informed.")
        return ngettext(
            "Of %(count)s person the next of kin must still be informed.",
            "Of %(count)s persons the next of kin must still be informed.",
            self.waiting,
        ) % {"count": self.waiting}


def embargo_on(record: Any) -> Embargo | None:
    """The embargo on a report or an occurrence that the actor reads; None when there is none."""
    if getattr(record, "embargo_at", None) is None:
        return None
    return Embargo(record.embargo_at, kin_waiting(record))


def kin_waiting(record: Any) -> int | None:
    """Of how many persons the next of kin must still be informed, as it was noted last."""
    steps = chain_of(type(record)).objects.of(record).filter(facts__has_key="kin_waiting")
    facts = steps.order_by("-serial").values_list("facts", flat=True).first()
    return facts["kin_waiting"] if facts else None


def without_embargoed(rows: Any) -> Any:
    """The rows of a query set that no embargo is on: what leaves the product holds no other."""
    few = rows.model.objects.for_system(reason="withheld").filter(embargo_at__isnull=False)
    return rows.exclude(pk__in=few.order_by().values("pk"))


def only_embargoed(rows: Any) -> Any:
    """The rows of a query set that an embargo is on."""
    return rows.filter(embargo_at__isnull=False)


def embargoes_to_lift(actor: Actor, most: int) -> list[Any]:
    """The occurrences and untriaged reports whose embargo the actor may lift, the longest first."""
    if not actor.holds(EMBARGO):
        return []
    found: list[Any] = []
    for root, more in ((Occurrence, {}), (Report, {"occurrence__isnull": True})):
        rows = root.objects.visible_to(actor, EMBARGO).filter(**more)
        open_rows = only_embargoed(rows).exclude(state="merged")
        found += open_rows.order_by("embargo_at")[:most]
    return sorted(found, key=lambda one: one.embargo_at)[:most]


def long_after() -> timedelta:
    """After how long an embargo is long."""
    return timedelta(hours=terms_of("embargo")["long_after_hours"])


def marked(record: Any, title: str) -> str:
    """A title for those who handle the record, with what they must not tell on."""
    if record.embargo_at is None:
        return title
    return _("Information embargo: %(title)s") % {"title": title}


def kin_told(words: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """That next of kin were informed, in a line of the thread; nothing of another step."""
    if "informed_at" not in facts:
        return ""
    moment = timezone.localtime(datetime.fromisoformat(facts["informed_at"]))
    when = formats.date_format(moment, "j F Y H:i")
    return ", ".join(part for part in (when, words.get("by_whom", "")) if part)
