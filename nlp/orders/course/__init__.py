"""The course of an order: the draft, and how what is said next changes it."""
