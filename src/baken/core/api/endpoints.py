"""Every endpoint declares its permit and root, and gets its record through the guard."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, explain
from baken.core.access.declarations import Declaration, find_record, record_for
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import NamedQuery

Endpoint = Callable[..., Any]
_REF = re.compile(r"[0-9A-Za-z-]{1,40}", re.ASCII)


def endpoint(
    *,
    permit: str = "",
    root: type[Any] | None = None,
    read: str = "",
    also: tuple[str, ...] = (),
) -> Callable[[Endpoint], Endpoint]:
    """Declare an endpoint. A parameter ``record`` is the visible record at ``{ref}`` in the path.

    Without a record the actor must hold ``permit`` somewhere (403); no permit at all means that
    everybody who is known may ask, each about themselves. ``read`` and ``also`` as for pages.
    """
    declaration = Declaration(permit=permit, root=root, read=read, also=also)

    def decorate(view: Endpoint) -> Endpoint:
        takes_record = "record" in inspect.signature(view).parameters

        @wraps(view)
        def guarded(request: HttpRequest, **given: Any) -> Any:
            _refuse_unknown_names(request, given)
            actor = request.actor  # type: ignore[attr-defined]
            if takes_record:
                given["record"] = _record(request, declaration, given.pop("ref"))
            elif permit and not declaration.is_held_by(actor):
                raise AccessDenied(permit, explain(actor, permit))
            return view(request, **given)

        guarded.declaration = declaration  # type: ignore[attr-defined]
        guarded.__signature__ = _signature(view)  # type: ignore[attr-defined]
        return guarded

    return decorate


def public_endpoint(*, reason: str) -> Callable[[Endpoint], Endpoint]:
    """Declare an endpoint that needs no log-in, and say why."""

    def decorate(view: Endpoint) -> Endpoint:
        @wraps(view)
        def opened(request: HttpRequest, **given: Any) -> Any:
            return view(request, **given)

        opened.declaration = Declaration(public=reason)  # type: ignore[attr-defined]
        opened.__signature__ = _signature(view)  # type: ignore[attr-defined]
        return opened

    return decorate


def _signature(view: Endpoint) -> inspect.Signature:
    """The parameters as the framework sees them: ``ref`` from the path in place of the record."""
    signature = inspect.signature(view, eval_str=True)
    return signature.replace(
        parameters=[
            one.replace(name="ref", annotation=str) if one.name == "record" else one
            for one in signature.parameters.values()
        ]
    )


def _record(request: HttpRequest, declaration: Declaration, ref: str) -> Any:
    if not _REF.fullmatch(ref):
        raise Http404
    for permit in declaration.also:
        wider = find_record(request.actor, declaration, ref)  # type: ignore[attr-defined]
        if wider is not None:
            return wider
        declaration = Declaration(permit=permit, root=declaration.root)
    return record_for(request, declaration, ref)


def _refuse_unknown_names(request: HttpRequest, given: dict[str, Any]) -> None:
    """A filter that is misspelt must not quietly give more than was asked for."""
    for asked in given.values():
        if isinstance(asked, NamedQuery):
            unknown = sorted(set(request.GET) - asked.names())
            if unknown:
                text = _("This list has no such filter.")
                raise ApiProblem(400, text, {name[:40]: text for name in unknown[:10]})
