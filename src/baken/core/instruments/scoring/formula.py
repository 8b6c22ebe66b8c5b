"""The formula of a scoring model: a product of axes, such as ``probability*exposure*effect``."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from baken.core.instruments.expressions import rounded

_PRODUCT = re.compile(r"[a-z][a-z0-9_]*( *\* *[a-z][a-z0-9_]*)+")


@dataclass(frozen=True)
class Product:
    """The axes that are multiplied, in the order in which they stand."""

    factors: tuple[str, ...]

    def value(self, numbers: Mapping[str, float]) -> float:
        """The product of the numbers of the axes, rounded to 12 significant digits."""
        result = 1.0
        for factor in self.factors:
            result *= numbers[factor]
        return rounded(result)


def product_of(text: str, axes: Collection[str]) -> Product:
    """The product that a formula says. Raises ValueError for anything but every axis, once.

    The text stays what the model file says; only how it is read may become richer.
    """
    if not _PRODUCT.fullmatch(text):
        raise ValueError(f"write a product of axes, such as {'*'.join(axes)}")
    factors = tuple(part.strip() for part in text.split("*"))
    unknown = sorted(set(factors) - set(axes))
    if unknown:
        raise ValueError(f"there is no axis {unknown[0]}; axes are {', '.join(axes)}")
    if sorted(factors) != sorted(axes):
        raise ValueError(f"every axis stands in it once: {', '.join(axes)}")
    return Product(factors)
