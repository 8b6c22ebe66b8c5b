"""Reads a definition from its file, in two rounds: first what is asked, then every condition over that."""
