"""The pages of the org room."""
