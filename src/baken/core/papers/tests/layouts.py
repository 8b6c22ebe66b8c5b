"""A layout for tests, as an organisation writes one."""

from __future__ import annotations

from baken.core.papers.layouts import Kind

KIND = Kind("report", ("front", "findings"), ("front",), ("unit", "day"))
TEXT = """
layout:
  paper: report
  version: 2
  colour: '#004B23'
  letter: serif
  head: {nl: 'Kop {unit}', en: 'Head {unit}'}
  foot: {nl: Voet, en: Foot}
  parts:
    - id: front
    - id: text
      title: {nl: Vooraf, en: Before}
      text: {nl: 'Over {unit} op {day}.', en: 'About {unit} on {day}.'}
    - id: findings
"""
