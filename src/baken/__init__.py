"""Baken: the information system of an integral safety management system."""

__version__ = "0.1.0"
