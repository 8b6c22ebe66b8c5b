"""What of assessments leaves the product: report, plan of action and card for the notice board."""
