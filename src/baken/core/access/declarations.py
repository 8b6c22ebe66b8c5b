"""Every page and endpoint declares its permit and root, and gets its record through the guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from baken.core.access.decisions import explain, may
from baken.core.access.once import keep_for_page
from baken.core.access.roots import Root, root_of_ref
from baken.core.access.scope import scope_of

View = Callable[..., HttpResponseBase]
LOOKING = ("GET", "HEAD")


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

    def is_held_by(self, actor: Any) -> bool:
        """Whether an actor holds the permit, or one that opens it too, anywhere at all."""
        return any(actor.holds(one) for one in (self.permit, *self.also))


def page(
    *, permit: str, root: type[Any] | None = None, read: str = "", also: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """Declare a page: log-in needed, permit checked; ``ref`` in the address becomes ``record``."""
    declaration = Declaration(permit=permit, root=root, read=read, also=also)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor.is_nobody:  # type: ignore[attr-defined]
                return redirect_to_login(request.get_full_path())
            if "ref" in kwargs:
                kwargs["record"] = record_for(request, declaration, kwargs.pop("ref"))
            elif not declaration.is_held_by(request.actor):  # type: ignore[attr-defined]
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
                    return view(request, *args, record=_looked_at(request, found), **kwargs)
            raise _not_for(actor, root, ref)

        guarded.declaration = declaration  # type: ignore[attr-defined]
        return guarded

    return decorate


def any_record_page(*, permits: tuple[str, ...]) -> Callable[[View], View]:
    """Declare a page about a record of any root, which its reference tells.

    ``permits`` are those that show something of a record of some root; of the one at hand its own
    open the page. A reference of no root is 404, like what is out of reach.
    """
    declaration = Declaration(permit=permits[0], root=Root, also=permits[1:])

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, ref: str, **kwargs: Any) -> HttpResponseBase:
            root = root_of_ref(ref)
            opening = [one for one in root.visible_with() if one in permits] if root else []
            if request.actor.is_nobody:  # type: ignore[attr-defined]
                return redirect_to_login(request.get_full_path())
            if root is None or not opening:
                raise Http404
            page_of_root = any_page(permits=tuple(opening), root=root)(view)
            return page_of_root(request, *args, ref=ref, **kwargs)

        guarded.declaration = declaration  # type: ignore[attr-defined]
        return guarded

    return decorate


def deed(*, back: str = "") -> Callable[[View], View]:
    """Declare, below the page's own declaration, that a page only takes what is sent to it.

    Somebody who logs in again comes here by reading, with nothing sent: they are taken to the
    record's page, or to the page named ``back``, and told so. Other methods are refused.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method not in LOOKING:
                return HttpResponseNotAllowed(["POST"])
            messages.info(request, _("Nothing was sent yet. Look at what you typed and send it."))
            record = kwargs.get("record")
            return redirect(record.page_name, record.ref) if record else redirect(back)

        return sent

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
        raise _not_for(actor, declaration.root, ref)
    if declaration.read and not may(actor, declaration.permit, record):
        raise PermissionDenied(explain(actor, declaration.permit, record))
    return _looked_at(request, record)


def find_record(actor: Any, declaration: Declaration, ref: str) -> Any:
    """The visible record with this reference or UUID, or None; with its units, which rights ask for."""
    assert declaration.root is not None  # noqa: S101  a page with a ref always names its root
    visible = declaration.root.objects.visible_to(actor, declaration.sees_with)
    return (
        visible.select_related("unit", "owner_unit")
        .filter(declaration.root.ref_condition(ref))
        .first()
    )


def _looked_at(request: HttpRequest, record: Any) -> Any:
    """The record; on a page that only shows it, what is asked about it is asked once."""
    if request.method in LOOKING:
        keep_for_page(record)
    return record


def _not_for(actor: Any, root: Any, ref: str) -> Exception:
    """404; of a record that is withheld for a while, to who would read it else, 403 with why."""
    found = withheld_record(actor, root, ref)
    return Http404() if found is None else PermissionDenied(str(root.access.withheld.why))


def withheld_record(actor: Any, root: Any, ref: str) -> Any:
    """The record with this reference or UUID, when it is kept from an actor who may know that; or None.

    Who would read it in full may know; of readers of summaries those alone whose reach is so wide that
    it does not tell which unit the record is about.
    """
    rule = root.access.withheld
    if rule is None:
        return None
    rows = root.objects.for_system(reason="withheld").filter(root.ref_condition(ref))
    filled = rows.filter(**{f"{rule.field}__isnull": False})
    record = filled.select_related("unit", "owner_unit").first()
    return record if record is not None and _may_know(actor, root, record) else None


def _may_know(actor: Any, root: Any, record: Any) -> bool:
    for permit in filter(actor.holds, root.visible_with()):
        scope = scope_of(actor, permit, root)
        if (permit == root.read_permit or scope.is_wide) and scope.withholds(record):
            return True
    return False
