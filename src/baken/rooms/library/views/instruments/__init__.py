"""Pages of instruments: which there are, one version in words, and a try that keeps nothing."""
