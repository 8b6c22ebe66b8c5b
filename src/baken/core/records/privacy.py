"""Privacy classes and retention terms, declared on every model and checked by a house test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Privacy:
    """What a model's fields are, and how long its rows are kept.

    ``public`` may be shown with the record; ``personal`` points at a person; ``special`` is health
    and the like (GDPR article 9); ``secret`` is never shown. ``retention`` names a term in
    ``retention.yaml``. Every field of the model stands in exactly one class.
    """

    retention: str
    public: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()

    def class_of(self, field: str) -> str | None:
        """The privacy class of a field, or None when it was forgotten."""
        for name in ("public", "personal", "special", "secret"):
            if field in getattr(self, name):
                return name
        return None
