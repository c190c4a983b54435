"""What an HTTP answer of the sandbox protocol means: a value, or one of the errors of the seam."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from crm.http_exchange import Answer
from crm.seam import CrmDenied, CrmNonsense, CrmRefused, CrmUnavailable
from crm.wire import Failure

Value = TypeVar("Value")

NOT_TAKEN = (401, 403, 429, 503)  # by these the peer says itself that it did not begin


def sound_body(answer: Answer) -> bytes:
    """Return the body of an answer that says yes. Raises CrmUnavailable, CrmRefused or CrmNonsense."""
    status = answer.status
    if status in (200, 201, 204):
        return answer.body
    if status in (401, 403):
        raise CrmDenied(f"HTTP {status}")
    if status >= 500 or status in (408, 425, 429):
        unavailable = CrmUnavailable(f"HTTP {status}")
        unavailable.retry_after_s = _retry_after(answer.headers.get("retry-after"))
        raise unavailable
    if 400 <= status < 500:
        raise _refusal(answer)
    raise CrmNonsense(f"HTTP {status}")


def parse(body: bytes, of: TypeAdapter[Value]) -> Value:
    """Return the value of a JSON body. Raises CrmNonsense, whose text repeats nothing of the body."""
    try:
        return of.validate_json(body)
    except ValidationError as error:
        raise CrmNonsense(f"{error.error_count()} faults in the answer") from None


def _refusal(answer: Answer) -> CrmRefused:
    try:
        failure = Failure.model_validate_json(answer.body)
    except ValidationError:
        raise CrmNonsense(f"HTTP {answer.status} without the protocol's reason") from None
    refused = CrmRefused(f"HTTP {answer.status}: {failure.code}")
    refused.reason = failure.code
    refused.detail = failure.message
    return refused


def _retry_after(text: str | None) -> float | None:
    """Return the seconds of a Retry-After header, given in seconds or as a date."""
    if text is None:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None
