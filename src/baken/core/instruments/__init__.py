"""What experts write down as data, read by the product: pure Python, without Django, clock or database."""
