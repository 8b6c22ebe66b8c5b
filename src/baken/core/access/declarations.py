"""Every page and endpoint declares its permit and root, and gets its record through the guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from baken.core.access.decisions import explain, may

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Declaration:
    """What a page or endpoint says of itself: its permit, its root, and the permit to see it.

    ``public`` holds the reason why no log-in is needed. ``read`` is the permit that decides
    between 404 and 403 when the page does more than show; ``also`` are permits that open it too.
    """

    permit: str = ""
    root: type[Any] | None = None
    read: str = ""
    public: str = ""
    also: tuple[str, ...] = ()

    @property
    def sees_with(self) -> str:
        """The permit with which the record is looked up."""
        return self.read or self.permit


def page(*, permit: str, root: type[Any] | None = None, read: str = "") -> Callable[[View], View]:
    """Declare a page: log-in needed, permit checked; ``ref`` in the address becomes ``record``."""
    declaration = Declaration(permit=permit, root=root, read=read)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor.is_nobody:  # type: ignore[attr-defined]
                return redirect_to_login(request.get_full_path())
            if "ref" in kwargs:
                kwargs["record"] = record_for(request, declaration, kwargs.pop("ref"))
            elif not request.actor.holds(permit):  # type: ignore[attr-defined]
                raise PermissionDenied(explain(request.actor, permit))  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.declaration = declaration  # type: ignore[attr-defined]
        return guarded

    return decorate


def any_page(*, permits: tuple[str, ...], root: type[Any]) -> Callable[[View], View]:
    """Declare a record's page that shows more or less by the permit one holds; any of them opens it."""
    declaration = Declaration(permit=permits[0], root=root, also=permits[1:])

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, ref: str, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor  # type: ignore[attr-defined]
            if actor.is_nobody:
                return redirect_to_login(request.get_full_path())
            for permit in permits:
                found = find_record(actor, Declaration(permit=permit, root=root), ref)
                if found is not None:
                    return view(request, *args, record=found, **kwargs)
            raise Http404

        guarded.declaration = declaration  # type: ignore[attr-defined]
        return guarded

    return decorate


def public_page(*, reason: str) -> Callable[[View], View]:
    """Declare a page that needs no log-in, and say why."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        opened.declaration = Declaration(public=reason)  # type: ignore[attr-defined]
        return opened

    return decorate


def record_for(request: HttpRequest, declaration: Declaration, ref: str) -> Any:
    """The record at ``ref``: 404 outside the actor's scope, 403 in scope without the permit."""
    actor = request.actor  # type: ignore[attr-defined]
    record = find_record(actor, declaration, ref)
    if record is None:
        raise Http404
    if declaration.read and not may(actor, declaration.permit, record):
        raise PermissionDenied(explain(actor, declaration.permit, record))
    return record


def find_record(actor: Any, declaration: Declaration, ref: str) -> Any:
    """The visible record with this reference or UUID, or None."""
    assert declaration.root is not None  # noqa: S101  a page with a ref always names its root
    visible = declaration.root.objects.visible_to(actor, declaration.sees_with)
    return visible.filter(declaration.root.ref_condition(ref)).first()
