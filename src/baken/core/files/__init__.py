"""Uploads: typed by content, cleaned of metadata, stored outside the database, seen with their record."""
