"""Understanding of a spoken order."""
