"""Reports (meldingen) and occurrences (voorvallen): intake, triage, conversation, answer."""
