"""The shapes of the library's data files, checked when they are read."""
