"""Files of other systems, read into plain values: mappings and legacy rows."""
