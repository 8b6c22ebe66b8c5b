"""Decorative icons from the one sheet."""

from functools import lru_cache

from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString


def icon_html(name: str) -> SafeString:
    """A symbol of page/icons.svg, which screen readers leave out."""
    return _drawn(name, get_script_prefix())


@lru_cache(maxsize=256)
def _drawn(name: str, _prefix: str) -> SafeString:
    words = '<svg class="baken-icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return format_html(words, static("page/icons.svg"), name)
