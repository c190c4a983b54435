"""Limits on how often one address may try to sign in and one person may ask."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from api.accounts import Person, normal_login
from api.settings import ApiSettings

ADDRESS_FACTOR = 5  # an office behind one address has several people who mistype


class Throttle:
    """Counts in memory, or in the Redis of the settings where several API processes share the counts."""

    def __init__(self, settings: ApiSettings) -> None:
        self._limiter = MovingWindowRateLimiter(storage_from_string(settings.rate_limit_storage))
        self._signin = RateLimitItemPerMinute(settings.signin_per_minute)
        self._address = RateLimitItemPerMinute(settings.signin_per_minute * ADDRESS_FACTOR)
        self._requests = RateLimitItemPerMinute(settings.requests_per_minute)

    def may_sign_in(self, address: str, login: str) -> bool:
        """Count one attempt; the login is counted together with the address, so that nobody locks another out."""
        by_address = self._limiter.hit(self._address, "signin", address)
        return self._limiter.hit(self._signin, "signin", address, normal_login(login)) and by_address

    def may_ask(self, who: Person) -> bool:
        """Count one request of a person or of a program."""
        return self._limiter.hit(self._requests, "request", str(who.token_id or who.id))
