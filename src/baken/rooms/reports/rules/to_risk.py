"""When a report or an occurrence can become a risk, or belong to one."""

from __future__ import annotations

UNTRIAGED = ("received", "acknowledged")


def why_no_risk(*, is_report: bool, state: str, under_embargo: bool) -> str:
    """Why nothing goes from here to the register of risks; empty when it can.

    Under an information embargo nothing is told further. A report that was triaged is told by its
    occurrence, and a merged occurrence by the one it was merged into.
    """
    if under_embargo:
        return "embargo_goes_on"
    if is_report and state not in UNTRIAGED:
        return "risk_by_occurrence"
    return "risk_by_target" if state == "merged" else ""
