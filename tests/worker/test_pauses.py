"""How long the relay waits between two attempts."""

from __future__ import annotations

import pytest

from crm.seam import CrmRefused, CrmUnavailable
from worker import outbox
from worker.outbox import pause

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("attempt", [1, 5, 50])
def test_the_pause_grows_to_a_minute_and_is_never_shorter_than_the_crm_asked_for(attempt: int) -> None:
    patient = CrmUnavailable()
    patient.retry_after_s = 90.0
    assert pause(attempt, patient).total_seconds() >= 90
    longest = min(outbox.FIRST_PAUSE_S * 2 ** (attempt - 1), outbox.LONGEST_PAUSE_S)
    assert longest / 2 <= pause(attempt, CrmRefused()).total_seconds() <= longest
