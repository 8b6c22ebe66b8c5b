"""The fixtures of the product serve the tests that stand outside it too."""

from baken.conftest import (
    _files_apart,
    _fresh_tree,
    _nobody_tried_before,
    _own_language,
    at,
    cast,
    client_of,
    deliver,
)

__all__ = [
    "_files_apart",
    "_fresh_tree",
    "_nobody_tried_before",
    "_own_language",
    "at",
    "cast",
    "client_of",
    "deliver",
]
