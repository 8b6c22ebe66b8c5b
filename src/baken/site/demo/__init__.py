"""The demonstration: an invented organisation with two years of invented stories."""
