"""Pages of small purchases."""
