"""Calls the API as a program would: a bearer token, JSON in, JSON out."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baken.core.accounts.tokens import make_token, token_shown

ROOT = "/api/v1"


class Caller:
    """A program with the token of an account, or without one."""

    def __init__(self, account: Any = None, at: Any = None) -> None:
        headers = {"accept-language": "en"}
        if account is not None:
            token = make_token(account=account, at=at)
            token_shown(token, at)
            headers["authorization"] = f"Bearer {token}"
        self.client = Client(headers=headers, enforce_csrf_checks=True)

    def get(self, path: str, **query: Any) -> Any:
        """GET below the root of the API."""
        return self.client.get(f"{ROOT}{path}", query)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST a value as JSON, or bytes as they are."""
        sent = body if isinstance(body, bytes) else orjson.dumps({} if body is None else body)
        return self.client.post(
            f"{ROOT}{path}", sent, content_type="application/json", headers=headers
        )

    def put(self, path: str, body: Any) -> Any:
        """PUT a value as JSON."""
        sent = orjson.dumps(body)
        return self.client.put(f"{ROOT}{path}", sent, content_type="application/json")

    def upload(self, path: str, name: str, data: bytes) -> Any:
        """POST one file as a form does."""
        return self.client.post(f"{ROOT}{path}", {"file": SimpleUploadedFile(name, data)})


def caller(cast: Any, name: str) -> Caller:
    """A program with the token of a member of the cast; ``nobody`` has none."""
    return Caller() if name == "nobody" else Caller(cast.members[name].account, cast.at)


def administrator(cast: Any, name: str = "functional_admin") -> Caller:
    """A program of an administrator, with a session opened for its token."""
    made = caller(cast, name)
    answer = made.post("/me/administration", {"reason": "Order 12", "minutes": 60})
    assert answer.status_code == 200, answer.content
    return made


def refs(answer: Any) -> list[str]:
    """The references on a page."""
    assert answer.status_code == 200, answer.content
    return [item["ref"] for item in answer.json()["items"]]
