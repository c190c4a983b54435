"""Numbers that are no counts: sizes, sections, codes and other properties, in orders and names alike."""
