"""A device with passkeys, played in Python: it signs what a browser would have it sign."""

from __future__ import annotations

import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG


class Device:
    """One key pair; ``verified`` tells whether it checks who holds it."""

    def __init__(self, *, origin: str = "http://testserver", domain: str = "testserver") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential = secrets.token_bytes(32)
        self.origin, self.domain = origin, domain
        self.verified = True
        self.count = 0
        self.holder: bytes | None = None

    def create(self, question: dict[str, Any]) -> str:
        """What a browser answers to a question for a new passkey."""
        asked = question["publicKey"]
        self.holder = websafe_decode(asked["user"]["id"])
        known = AttestedCredentialData.create(
            bytes(16), self.credential, ES256.from_cryptography_key(self.key.public_key())
        )
        data = self._data(FLAG.AT, known)
        answer = {
            "clientDataJSON": self._client(CollectedClientData.TYPE.CREATE, asked),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        }
        return self._sent(answer)

    def get(self, question: dict[str, Any]) -> str:
        """What a browser answers to a question whether a passkey is there."""
        asked = question["publicKey"]
        data = self._data(FLAG(0))
        client = self._client(CollectedClientData.TYPE.GET, asked)
        signed = bytes(data) + sha256(websafe_decode(client))
        answer = {
            "clientDataJSON": client,
            "authenticatorData": websafe_encode(bytes(data)),
            "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": websafe_encode(self.holder) if self.holder else None,
        }
        return self._sent(answer)

    def _data(self, flag: Any, known: bytes = b"") -> AuthenticatorData:
        flags = FLAG.UP | flag | (FLAG.UV if self.verified else FLAG(0))
        return AuthenticatorData.create(sha256(self.domain.encode()), flags, self.count, known)

    def _client(self, kind: str, asked: dict[str, Any]) -> str:
        challenge = websafe_decode(asked["challenge"])
        made = CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin)
        return websafe_encode(bytes(made))

    def _sent(self, answer: dict[str, Any]) -> str:
        name = websafe_encode(self.credential)
        sent = {"id": name, "rawId": name, "type": "public-key", "response": answer}
        return json.dumps(sent)
