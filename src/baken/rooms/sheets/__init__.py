"""Filled-in instruments for every room: answers, authors, several people at once, scores, frozen copies."""
