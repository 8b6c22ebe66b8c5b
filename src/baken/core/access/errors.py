"""What the access layer says no with."""

from __future__ import annotations


class UnguardedRead(RuntimeError):
    """A read of a root record that named neither an actor nor a reviewed system reason."""


class AccessDenied(Exception):
    """The actor sees the record but may not do this with it; an answer 403."""

    def __init__(self, permit: str, reason: str = "") -> None:
        super().__init__(reason or permit)
        self.permit = permit
        self.reason = reason
