"""Progress of long work on standard error, where it is a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def progress_bar(stages: Mapping[str, str]) -> Iterator[Callable[[str, float], None]]:
    """Give a function (stage, share done) that moves a bar named after the stage."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def move(stage: str, share: float) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stages.get(stage, stage), total=1.0)
            progress.update(tasks[stage], completed=share)

        yield move
