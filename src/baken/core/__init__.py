"""The safety rails every room stands on; knows no room."""
