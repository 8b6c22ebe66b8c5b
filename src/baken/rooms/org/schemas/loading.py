"""Reads YAML so that a day which is none comes through as the text it is, to be refused with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_Safe: Any = yaml.SafeLoader
_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Careful(_Safe):  # type: ignore[misc]
    """Says of a file that is nested too deeply that it is."""


class _Quick(_Fast):  # type: ignore[misc]
    """For a file that was read with care before."""


def _day_or_text(loader: Any, node: Any) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


for _loader in (_Careful, _Quick):
    _loader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_text)


def load_yaml(path: Path, *, again: bool = False) -> Any:
    """What a YAML file holds, as plain values; ``again`` when it was read before."""
    text = path.read_text(encoding="utf-8-sig")
    return yaml.load(text, Loader=_Quick if again else _Careful)  # noqa: S506
