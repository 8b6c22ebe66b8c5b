"""News from one room to whoever listens, kept in an outbox and delivered at least once."""
