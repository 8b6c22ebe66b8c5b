"""Of a browser only the family is kept."""

from __future__ import annotations

import pytest

from baken.core.accounts.devices import device_of

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (f"{WINDOWS} Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (f"{WINDOWS} AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_device_is_a_family(agent: str, device: str) -> None:
    assert device_of(agent) == device
