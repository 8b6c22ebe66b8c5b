"""Full-text search inside a scope: FTS5 on SQLite, tsvector on PostgreSQL, kept by the database."""
