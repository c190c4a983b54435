"""How likely a line is wrong, and when that makes it a question."""
