"""The register as the API takes it in and gives it out."""
