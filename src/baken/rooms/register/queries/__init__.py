"""What is read from the register; the actor comes first."""
