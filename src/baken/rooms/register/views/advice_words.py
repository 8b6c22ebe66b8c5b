"""Whose advice it is, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def who_said(post: str, name: str, document: str) -> str:
    """The post that advised; of what was written down, whose words, by which post and from what."""
    if not name:
        return post
    text = _("%(name)s, written down by %(post)s from %(document)s")
    return text % {"name": name, "post": post, "document": document}
