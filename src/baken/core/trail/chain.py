"""The arithmetic of the trail: commitments, row hashes and Merkle roots. No database, no Django.

A step's chain covers public facts as they are, and salted commitments of personal and free text, so
that a value and its salt can be erased later without breaking the chain.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

START = "0" * 64
_SALT_BYTES = 16
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def canonical(value: Any) -> bytes:
    """The one byte string of a JSON value: sorted keys, UTC times, no blanks."""
    return orjson.dumps(value, option=_OPTIONS)


def fresh_salts(how_many: int) -> list[str]:
    """Random salts of 128 bits each, in hexadecimal."""
    drawn = secrets.token_hex(_SALT_BYTES * how_many)
    width = 2 * _SALT_BYTES
    return [drawn[start : start + width] for start in range(0, len(drawn), width)]


def commitment(value: Any, salt: str) -> str:
    """What the chain stores in place of a value that may have to be erased."""
    return hashlib.sha256(salt.encode() + canonical(value)).hexdigest()


def row_hash(previous: str, content: Mapping[str, Any]) -> str:
    """The hash of a step: that of the step before it and its own content."""
    return hashlib.sha256(previous.encode() + canonical(dict(content))).hexdigest()


def merkle_root(hashes: Sequence[str]) -> str:
    """The root over a list of hashes, in order; an odd one is carried up. Empty: the start value.

    Source: Merkle (1987), with leaf and node prefixes as in RFC 6962 section 2.1.
    """
    if not hashes:
        return START
    level = [_node(b"\x00", leaf.encode()) for leaf in hashes]
    while len(level) > 1:
        paired = [_node(b"\x01", level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()


def _node(prefix: bytes, *parts: bytes) -> bytes:
    return hashlib.sha256(prefix + b"".join(parts)).digest()
