"""The desk: pages for managers and heads of sales, rendered on the server, in Russian."""
