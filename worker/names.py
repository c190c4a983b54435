"""Names that a caller of this company may say: a recogniser that can uses them to tell what it heard."""

from __future__ import annotations

import re
from itertools import chain

from models.company import CompanyData
from nlp.text.sound import read_plainly

FOREIGN = re.compile("[a-z]{4,}")  # shorter ones are spelled letter by letter


def spoken_names(company: CompanyData) -> tuple[str, ...]:
    """Return articles, what people call them, and clients, each once; articles first, as engines cut long lists.

    Names in Latin letters follow as they are read aloud, for engines that write Russian alone.
    """
    articles = [product.name for product in company.products]
    aliases = list(chain.from_iterable(product.aliases for product in company.products))
    clients = (client.name for client in company.clients)
    read = (_read(name) for name in chain(articles, aliases) if FOREIGN.search(name.lower()))
    return tuple(dict.fromkeys(name for name in chain(articles, aliases, clients, read) if name))


def _read(name: str) -> str:
    return FOREIGN.sub(lambda found: read_plainly(found[0]), name.lower())
