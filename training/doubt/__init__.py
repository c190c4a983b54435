"""Learn how likely a line of an order is wrong."""
