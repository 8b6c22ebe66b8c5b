"""What of assessments leaves the product: the report, the plan of action and the card for the notice board."""
