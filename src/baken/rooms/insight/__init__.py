"""Pictures of units: what the rooms below hold, on one page per level."""
