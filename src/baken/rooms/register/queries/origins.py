"""The table of risks, for rooms above that keep which risks came of their records."""

from __future__ import annotations

from baken.rooms.register.models import Risk

RISK_TABLE = Risk._meta.label_lower
