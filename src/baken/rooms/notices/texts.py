"""What mails say, and the names of groups and ways; a mail holds no names, no unit and no story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

GROUP_LABELS: dict[str, Any] = {
    "urgent": gettext_lazy("Danger, and what must be done at once"),
    "own": gettext_lazy("What I reported"),
    "handling": gettext_lazy("What I handle"),
    "terms": gettext_lazy("Terms, and what lies still"),
    "posts": gettext_lazy("My posts and my account"),
}
WAY_LABELS: dict[str, Any] = {
    "at_once": gettext_lazy("A mail at once"),
    "digest": gettext_lazy("In the overview by mail"),
    "off": gettext_lazy("No mail"),
}


def subject_of_notice(ref: str, *, urgent: bool) -> str:
    """The subject of a mail about one notice; without a reference it says that there is one."""
    if urgent:
        return (
            _("Baken, urgent: look at %(ref)s now") % {"ref": ref}
            if ref
            else _("Baken, urgent: look now")
        )
    if ref:
        return _("Baken: a notice about %(ref)s") % {"ref": ref}
    return _("Baken: there is a notice for you")


def body_of_notice(ref: str, url: str, wishes_url: str, *, urgent: bool) -> str:
    """The text of a mail about one notice."""
    first = _("There is a notice for you in Baken.")
    if ref:
        first = _("There is a notice for you in Baken about %(ref)s.") % {"ref": ref}
    if urgent:
        first += " " + _("It is urgent: somebody must look at it now.")
    return _letter(first, url, wishes_url)


def subject_of_digest() -> str:
    """The subject of a digest."""
    return _("Baken: overview of your notices")


def body_of_digest(counts: Mapping[str, int], url: str, wishes_url: str) -> str:
    """The text of a digest: how many unread notices per group."""
    lines = [
        ngettext("%(count)s notice: %(group)s", "%(count)s notices: %(group)s", counts[group])
        % {"count": counts[group], "group": label}
        for group, label in GROUP_LABELS.items()
        if group in counts
    ]
    listed = "\n".join(f"- {line}" for line in lines)
    return _letter(
        _("You have not read these notices in Baken yet:") + "\n\n" + listed, url, wishes_url
    )


def _letter(first: str, url: str, wishes_url: str) -> str:
    why = _("What it is about stands in Baken only, where you log in. No mail of ours holds more.")
    change = _("Choose which mails you get: %(url)s") % {"url": wishes_url}
    return f"{first}\n\n" + _("Read it here: %(url)s") % {"url": url} + f"\n\n{why}\n{change}\n"
