"""Long work of the reports room, run by a command or the worker."""
