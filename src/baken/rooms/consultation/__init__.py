"""Councils and parts asked for advice or consent on any record, and what was done with the answer."""
