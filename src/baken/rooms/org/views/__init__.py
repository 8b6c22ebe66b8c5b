"""Pages of the org room."""
