"""Content that experts change as files: code lists now, instruments and hazards later."""
