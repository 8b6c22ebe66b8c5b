"""Makes items in a process of their own, one ahead of the process that works on them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeVar

from django.db import connections

Item = TypeVar("Item")


# What a maker inherited from its parent: held to its end, since closing it would end the parent's.
_inherited: list[Any] = []


class MakerLost(Exception):
    """The process that made the items is gone before their end."""


def ahead(items: Iterator[Item], *, more: Callable[[], bool]) -> Generator[Item, None, None]:
    """The same items; all but the first are made elsewhere, so that two processors share the work.

    ``more`` is asked once, after the first item: without more to come no process starts. The items
    are made from what is in memory at that moment; they must pickle, and making them must not touch
    the database, which that process lets go of. What goes wrong there is raised here, and MakerLost
    when that process is killed.
    Close the generator: the process ends with it.
    """
    first = tuple(islice(items, 1))
    if not first or not more():
        yield from first
        yield from items
        return
    with ExitStack() as stack:
        try:
            pipe = stack.enter_context(_made_elsewhere(items))
        except OSError:  # no room for another process: this one does both, only slower
            pipe = None
        yield from first
        yield from items if pipe is None else _received(pipe)


@contextmanager
def _made_elsewhere(items: Iterator[Any]) -> Iterator[Connection]:
    # A fork, not a fresh interpreter: it goes on with the iterator where it stands.
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    # Looked up before the fork: with an event loop here, Django would show others over there.
    held = connections.all(initialized_only=True)
    maker = context.Process(target=_make_in_child, args=(items, here, there, held), daemon=True)
    maker.start()
    there.close()
    try:
        yield here
    finally:
        maker.kill()  # it has nothing to put in order, and is gone before this returns
        maker.join()
        here.close()


def _received(pipe: Connection) -> Iterator[Any]:
    while True:
        try:
            message, content = pipe.recv()
        except (EOFError, OSError):  # between two messages, or in the middle of one
            raise MakerLost from None
        if message == "end":
            return
        if message == "trouble":
            raise content
        yield content


def _make_in_child(
    items: Iterator[Any], theirs: Connection, ours: Connection, held: Sequence[Any]
) -> None:
    """The parent decides when to stop: it hears Ctrl-C too, and its end closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    theirs.close()
    let_go_of_databases(held)
    send_all(items, ours)


def let_go_of_databases(held: Sequence[Any]) -> None:
    """Keep no connection of the parent, those ``held``, open in this process, and open none.

    A server would count this process among its users for as long as it lives. Nothing is said to
    the server, which would end the parent's connection: only this process's hold on it goes. The
    file of SQLite is left alone, since closing it could write in it.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for database in [*held, *connections.all()]:
        if database.connection is not None and database.vendor == "postgresql":
            os.dup2(nowhere, database.connection.fileno())
        _inherited.append(database.connection)
        database.connection = None
        database.connect = _refuse  # type: ignore[method-assign]


def _refuse() -> NoReturn:
    raise RuntimeError("what is made ahead must not touch the database")


def send_all(items: Iterator[Any], pipe: Connection) -> None:
    """Send every item, and then the end or what went wrong."""
    try:
        for item in items:
            pipe.send(("item", item))
        pipe.send(("end", None))
    except BrokenPipeError:
        return
    except Exception as trouble:
        pipe.send(("trouble", trouble))
