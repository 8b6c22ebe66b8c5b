"""The commands of ``baken``: one module each, with NAME, HELP, add_arguments and run.

A module imports nothing of Django at its top: settings are loaded only once a command runs, so that
``baken --help`` works anywhere. It may have ``environment(options)``: settings it needs set first.
"""

from __future__ import annotations


class Problem(Exception):
    """What a command could not do, as one sentence for whoever typed it; exit status 1."""
