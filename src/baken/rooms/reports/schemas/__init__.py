"""What comes in from and goes out to other programs: API bodies and legacy mappings."""
