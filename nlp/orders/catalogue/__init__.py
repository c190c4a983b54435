"""The catalogue as the reader knows it: what names say, which words may stand for which, an index over both."""
