"""Typed links between records of different rooms; the thread is drawn from them."""
