"""Declares pages about oneself: whoever is logged in may open them, and nobody else."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from baken.core.access.declarations import Declaration, View


def own_page(view: View) -> View:
    """Declare a page about the account itself: log-in needed, no permit, nothing of others."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.declaration = Declaration()  # type: ignore[attr-defined]
    return guarded
