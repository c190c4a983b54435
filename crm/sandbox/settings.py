"""Settings of the sandbox CRM, handed in by whoever starts it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """Where the sandbox takes its company from, where it keeps what it is told, and who may talk to it."""

    data_folder: Path
    database: Path
    token: str
    host: str = "127.0.0.1"
    port: int = 8090
    tolerate_errors: bool = False  # of the CSV files: serve what is sound
