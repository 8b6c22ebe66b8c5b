"""Sentences of the register that more than one place says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {"not_scored": _("Score the risk as it is now first.")}
