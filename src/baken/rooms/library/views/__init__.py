"""The pages of the library: what decisions rely on, in words, for everybody with a post."""
