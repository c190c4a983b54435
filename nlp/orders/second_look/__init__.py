"""A second look at an order that was read badly: what could be decided otherwise, and whether that is better."""
