"""Look-ups over the clients of one company, as a CRM answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz

from crm.folding import fold_company, phone_to_e164
from models.company import Client

NAME_SCORE = 80.0  # of 100: a name in another case form passes, another company of the same trade does not
MOST_FOUND = 20


class Directory:
    """Clients by phone, ИНН and name. Built once for one list of clients; holds no connection."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self._clients = tuple(clients)
        self._names = [fold_company(client.name) for client in clients]
        self._by_id = {client.client_id: client for client in clients}
        self._by_phone = _index(clients, lambda client: client.phones)
        self._by_inn = _index(clients, lambda client: (client.inn,) if client.inn else ())
        self._by_group = _index(clients, lambda client: (client.group_id,) if client.group_id else ())

    def get(self, client_id: str) -> Client | None:
        return self._by_id.get(client_id)

    def find(self, *, phone: str | None = None, inn: str | None = None, name: str | None = None) -> tuple[Client, ...]:
        """Return the clients that fit every argument given; by name the closest spelling first; nothing given, none."""
        found: list[Client] | None = None
        if phone is not None:
            found = self._by_phone.get(phone_to_e164(phone) or phone, [])
        if inn is not None:
            found = _both(found, self._by_inn.get(inn.strip(), []))
        if name is not None:
            found = _both(self._by_name(name), found)
        return tuple(found or ())[:MOST_FOUND]

    def related(self, client_id: str) -> tuple[Client, ...]:
        """Return the group of a client, itself included; an unknown client has none."""
        client = self._by_id.get(client_id)
        if client is None:
            return ()
        return tuple(self._by_group[client.group_id]) if client.group_id else (client,)

    def _by_name(self, name: str) -> list[Client]:
        asked = fold_company(name)
        if not asked:
            return []
        scored = [(_likeness(asked, known), place) for place, known in enumerate(self._names)]
        scored = sorted((-score, place) for score, place in scored if score >= NAME_SCORE)
        return [self._clients[place] for _, place in scored]


def _likeness(asked: str, known: str) -> float:
    """Return 0 to 100; every word asked for must be met, words that are only in the known name cost little."""
    if asked == known:
        return 100.0
    words = known.split()
    met = [max((fuzz.ratio(word, other) for other in words), default=0.0) for word in asked.split()]
    by_words = sum(met) / len(met) if met and min(met) >= NAME_SCORE - 10 else 0.0
    whole = fuzz.ratio(asked.replace(" ", ""), known.replace(" ", ""))
    return max(whole, by_words - min(10.0, 2.0 * max(0, len(words) - len(met))))


def _index(clients: Iterable[Client], keys: Callable[[Client], Iterable[str]]) -> dict[str, list[Client]]:
    found: dict[str, list[Client]] = {}
    for client in clients:
        for key in keys(client):
            found.setdefault(key, []).append(client)
    return found


def _both(first: list[Client] | None, second: list[Client] | None) -> list[Client]:
    """Return what is in both, in the order of the first; ``None`` stands for everything."""
    if first is None or second is None:
        return (first if second is None else second) or []
    return [client for client in first if client in second]
