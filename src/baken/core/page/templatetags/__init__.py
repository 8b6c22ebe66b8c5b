"""The template library of the page components."""
