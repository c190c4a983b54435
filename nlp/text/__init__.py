"""Russian words: their forms, their sound, and the text they stand in."""
