"""Cutting speech into items: evidence, the search over readings, the quantity, the article."""
