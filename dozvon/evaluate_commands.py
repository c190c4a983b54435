"""``dozvon evaluate …``: measure what the product does on a folder of one's own examples."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, help="Измерить качество на своих примерах.")
