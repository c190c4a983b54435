"""Recipes that make the embedded models, and measure them."""
