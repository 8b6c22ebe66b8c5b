"""No tables of its own: the text indexes belong to the roots. The module lets migrations call in."""
