"""What the register does when it hears news."""
