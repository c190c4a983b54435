"""Names that a caller of this company may say: a recogniser that can uses them to tell what it heard."""

from __future__ import annotations

from itertools import chain

from models.company import CompanyData


def spoken_names(company: CompanyData) -> tuple[str, ...]:
    """Return articles, what people call them, and clients, each once; articles first, as engines cut long lists."""
    articles = (product.name for product in company.products)
    aliases = chain.from_iterable(product.aliases for product in company.products)
    clients = (client.name for client in company.clients)
    return tuple(dict.fromkeys(name for name in chain(articles, aliases, clients) if name))
