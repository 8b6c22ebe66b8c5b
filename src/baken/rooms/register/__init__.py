"""Risks, their scores and barriers, and the decisions of commanders about them."""
