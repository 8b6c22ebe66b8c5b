"""Assessments as the API takes them in and gives them out."""
