"""What is read of consultations; the actor comes first."""
