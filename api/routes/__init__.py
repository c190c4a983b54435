"""The HTTP API, one module for each thing it speaks of. Routes translate; the work is done beside them."""
