"""What the worker does for the notices room."""
