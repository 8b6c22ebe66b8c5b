"""What decides about measures, from plain values."""
