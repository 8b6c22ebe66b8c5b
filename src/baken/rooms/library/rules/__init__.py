"""Pure decisions about the content of the library."""
