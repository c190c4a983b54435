"""Paste figures into a Markdown file between two marks, so that no number in the documents is typed by hand."""

from __future__ import annotations

from pathlib import Path


class MarkMissing(Exception):
    """The file has no pair of marks of that name."""


def paste(file: Path, name: str, text: str) -> None:
    """Replace what stands between ``<!-- NAME -->`` and ``<!-- /NAME -->`` in *file*. Raises MarkMissing."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    whole = file.read_text(encoding="utf-8")
    before, found, rest = whole.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise MarkMissing(f"{file}: no {begin} … {end}")
    file.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")
