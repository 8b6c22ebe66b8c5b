"""A page that only takes what is sent to it leads a reader back to where they can send it again."""

from __future__ import annotations

from tests.house.sources import product_sources

# Reviewed: the questions to a passkey are asked by a script.
REVIEWED = {"src/baken/core/accounts/views/passkeys.py"}


def test_pages_that_take_what_is_sent_are_deeds() -> None:
    refusing = {source.path for source in product_sources() if "require_POST" in source.text}
    assert refusing == REVIEWED, "use @deed of core.access.declarations instead of @require_POST"
