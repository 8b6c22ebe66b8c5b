"""The production server: gunicorn with synchronous workers, and beside it the background worker."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from baken.site.commands import Problem

SECONDS_TO_FINISH = 20


def serve(
    *, address: str, port: int, workers: int, with_worker: bool, ready: Callable[[], None]
) -> None:
    """Serve until SIGINT or SIGTERM; calls ``ready`` when the port is open."""
    connections.close_all()
    site = Site(address=address, port=port, workers=workers, ready=ready)
    background = _Background() if with_worker else None
    try:
        _Keeper(site, background).run()
    finally:
        if background:
            background.stop()


class Site(BaseApplication):
    """Our WSGI application with settings given in code; no configuration file, no options."""

    def __init__(self, *, address: str, port: int, workers: int, ready: Callable[[], None]) -> None:
        self.options: dict[str, Any] = {
            "bind": f"{address}:{port}",
            "workers": workers,
            "limit_request_line": 8190,  # the most it takes; what fits is answered in our own words
            "worker_class": "sync",
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": SECONDS_TO_FINISH,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "error",
            "control_socket_disable": True,
            "proc_name": "baken",
            "when_ready": lambda _server: ready(),
            "post_worker_init": _settle,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from baken.site.wsgi import application

        return application


def _settle(_worker: Any) -> None:
    """What a worker does before its first page."""
    from baken.site.memory import settle_memory

    settle_memory()


class _Background:
    """The background worker as a process of its own; it ends by itself when the server is gone."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Start it, or start it again when it died."""
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "baken.site.cli", "worker", "--parent"]
            self._process = subprocess.Popen([*command, str(os.getpid())])  # noqa: S603

    def stop(self) -> None:
        """End it and wait until it has."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=SECONDS_TO_FINISH)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _Keeper(Arbiter):
    """Gunicorn's master, which looks after the background worker in every round as well."""

    def __init__(self, site: Site, background: _Background | None) -> None:
        super().__init__(site)
        self._background = background

    def manage_workers(self) -> None:
        super().manage_workers()
        if self._background:
            self._background.keep()


def refuse_taken(address: str, port: int) -> None:
    """Raise Problem when the port is in use or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((address.strip("[]"), port))
        except OSError as problem:
            raise Problem(
                f"Port {port} on {address} cannot be opened ({problem.strerror})."
                " Choose another with --port or BAKEN_PORT."
            ) from None
        except OverflowError:
            raise Problem(f"{port} is no port: choose one from 1 to 65535.") from None
