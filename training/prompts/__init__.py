"""The recipe of the prompts that ship with the line."""
