"""Accounts, log-in with a rate limit, API tokens."""
