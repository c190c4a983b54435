"""The words of an order by themselves, before any catalogue: tokens, units, fixed phrases, number words as heard."""
