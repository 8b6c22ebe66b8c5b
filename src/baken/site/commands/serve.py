"""``baken serve``: the production server on the configured database."""

from __future__ import annotations

import argparse
import os

from baken.site.commands import Problem

NAME = "serve"
HELP = "serve on the configured database"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port, processes, and whether the background worker runs along."""
    parser.add_argument("--port", type=int, help="port to listen on (BAKEN_PORT, else 8000)")
    parser.add_argument("--workers", type=int, help="server processes (as many as there are cores)")
    parser.add_argument("--with-worker", action="store_true", help="run the background worker too")
    parser.add_argument("--migrate", action="store_true", help="migrate the database first")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped; an unmigrated database is refused unless ``--migrate`` is given."""
    from baken.site.database import migrate, waiting_migrations

    refuse_unfit(options.port)
    waiting = waiting_migrations()
    if waiting and not options.migrate:
        raise Problem(
            f"The database misses {waiting} migrations."
            " Run `baken migrate`, or start with `baken serve --migrate`."
        )
    if waiting:
        migrate(verbosity=0)
    return start(port=options.port, workers=options.workers, with_worker=options.with_worker)


def refuse_unfit(port: int | None = None) -> None:
    """Raise Problem when this machine cannot serve: its database engine, or a port in use."""
    from django.conf import settings

    from baken.site.database import engine_problem
    from baken.site.server import refuse_taken

    unfit = engine_problem()
    if unfit:
        raise Problem(unfit)
    refuse_taken(settings.ADDRESS, settings.PORT if port is None else port)


def start(*, port: int | None, workers: int | None, with_worker: bool) -> int:
    """Serve on the configured address and say where once the port is open."""
    from django.conf import settings

    from baken.site.server import serve

    port = settings.PORT if port is None else port
    count = workers if workers is not None else max(2, os.cpu_count() or 2)
    if count < 1:
        raise Problem("At least one server process is needed.")
    name = "localhost" if settings.ADDRESS in ("127.0.0.1", "::1") else settings.ADDRESS

    def ready() -> None:
        print(f"http://{name}:{port}", flush=True)

    serve(address=settings.ADDRESS, port=port, workers=count, with_worker=with_worker, ready=ready)
    return 0
