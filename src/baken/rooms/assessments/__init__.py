"""Assessments: the RI&E from preparation to in force, with its findings, plan, reviews and follow-ups."""
