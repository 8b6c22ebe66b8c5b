"""The register room: risks, what people meet together, and who decides on it."""
