"""How the second look at orders (``nlp/orders/second_look.py``) learns its weights."""
