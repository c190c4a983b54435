"""Spoken Russian dates and times, relative to the moment of the call."""

from nlp.dates.reader import find_dates
from nlp.dates.spans import DateSpan

__all__ = ["DateSpan", "find_dates"]
