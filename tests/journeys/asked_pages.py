"""The pages of what is recommended to units, and asked of councils."""

from __future__ import annotations

RECOMMENDATIONS = (
    "/aanbevelingen",
    "/aanbevelingen?state=open&q=absent",
    "/aanbevelingen/onderdelen",
    "/aanbevelingen/exporteren",
    "/aanbevelingen/{recommendation}",
    "/aanbevelingen/{recommendation}/stap/plan",
)
CONSULTATIONS = (
    "/raadplegingen",
    "/raadplegingen/nieuw?kind=risk&ref={risk}",
    "/raadplegingen/exporteren",
    "/raadplegingen/{consultation}",
    "/raadplegingen/{consultation}/stap/withdraw",
)
