"""Notices in the app: short, addressed, without content that may not travel."""
