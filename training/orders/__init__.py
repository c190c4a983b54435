"""How the second look at orders (``nlp/orders/second_look/look.py``) learns its weights."""
