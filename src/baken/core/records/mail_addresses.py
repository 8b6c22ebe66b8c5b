"""Addresses for mail: whether a letter can be written to one, and how every mail server takes it."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address

# Blanks, signs that have to be quoted, and brackets: not every server takes them, and the standard
# library stumbles over an unclosed bracket.
_REFUSED = re.compile(r"""[\s\x00-\x1f\x7f\[\]()<>,;:\\"]""")
LONGEST = 254  # signs; RFC 5321 section 4.5.3.1.3, less the angle brackets


class NoMailAddress(ValueError):
    """A text that is no address for mail. It never repeats the text: it may go to a log."""


def mail_address(text: str) -> Address:
    """An address as every mail server takes it: its domain in ASCII.

    Raises NoMailAddress for what no letter can be written to: two addresses, a sign that has to be
    quoted, a part that is missing or too long.
    """
    if _REFUSED.search(text):
        raise NoMailAddress("no address for mail")
    name, _at, domain = text.rpartition("@")
    try:
        whole = f"{name}@{domain.encode('idna').decode('ascii')}"
        address = Address(addr_spec=whole)
    except (ValueError, IndexError, MessageError) as problem:  # what the standard library raises
        raise NoMailAddress("no address for mail") from problem
    if address.addr_spec != whole or len(whole) > LONGEST:
        raise NoMailAddress("no address for mail")
    return address


def is_mail_address(text: str) -> bool:
    """Whether a letter can be written to a text."""
    try:
        mail_address(text)
    except NoMailAddress:
        return False
    return True
