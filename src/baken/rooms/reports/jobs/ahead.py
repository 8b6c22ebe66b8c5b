"""Makes items in a process of their own, one ahead of the process that works on them."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Item = TypeVar("Item")


class MakerLost(Exception):
    """The process that made the items is gone before their end."""


def ahead(items: Iterator[Item], *, more: Callable[[], bool]) -> Generator[Item, None, None]:
    """The same items; all but the first are made elsewhere, so that two processors share the work.

    ``more`` is asked once, after the first item: without more to come no process starts. The items
    are made from what is in memory at that moment; they must pickle, and making them must not touch
    the database. What goes wrong there is raised here, and MakerLost when that process is killed.
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
    maker = context.Process(target=_make_in_child, args=(items, here, there), daemon=True)
    maker.start()
    there.close()
    try:
        yield here
    finally:
        maker.terminate()
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


def _make_in_child(items: Iterator[Any], theirs: Connection, ours: Connection) -> None:
    """The parent decides when to stop: it hears Ctrl-C too, and its end closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    theirs.close()
    send_all(items, ours)


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
