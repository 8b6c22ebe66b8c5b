"""Slows down the public doors of the API; how senders are counted stands in core.accounts."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from baken.core.accounts.senders import Senders
from baken.core.api.problems import ApiProblem


class Attempts(Senders):
    """At most ``most`` per sender in ``window``; further ones are refused with 429."""

    def refuse_when_too_many(self, request: HttpRequest) -> None:
        """Raise ApiProblem 429 when this sender has used up the window."""
        if self.too_many(request):
            raise ApiProblem(429, _("Too many attempts. Wait ten minutes and try again."))
