"""Settings of the test suite: a throw-away secret, a fast hasher, files in a temporary folder."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("BAKEN_SECRET_KEY", "only-for-tests")
os.environ.setdefault("BAKEN_HOME", tempfile.mkdtemp(prefix="baken-test-"))
os.environ.setdefault("BAKEN_DEMO", "yes")

from baken.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
