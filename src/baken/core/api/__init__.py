"""What every endpoint shares: authentication, problem details, idempotency, pages, steps."""
