"""The append-only history of every root: one hash chain per record, sealed by the day."""
