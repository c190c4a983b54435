"""What the company knows, as far as correcting a draft needs it: articles with stock, and clients."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from api import clients
from api.errors import UnknownProduct, errors
from api.parts import Made
from api.schemas import Code, FoundClientOut, ProductOut, ProductStockOut, SearchIn, WarehouseOut
from api.sessions import ReadSession
from api.who import ONLY_SIGNED

router = APIRouter(tags=["Каталог и клиенты"])
Asked = Annotated[str, StringConstraints(max_length=100), Query(alias="q", description="words of the name, or article")]


@router.get("/products", responses=errors(), dependencies=[ONLY_SIGNED])
def search_products(made: Made, asked: Asked = "", limit: Annotated[int, Query(ge=1, le=50)] = 10) -> list[ProductOut]:
    """Find articles by beginnings of words, by article or by alias; best first."""
    return [ProductOut.model_validate(product) for product in made.catalogue.search(asked, limit)]


@router.get("/products/stock", responses=errors(UnknownProduct), dependencies=[ONLY_SIGNED])
def product_stock(sku: Code, made: Made) -> ProductStockOut:
    """Give one article with its stock in every warehouse at this moment."""
    quote = made.quoter.quote([sku])
    if sku not in quote.products:
        raise UnknownProduct({"sku": sku})
    rows = quote.stock_of(sku)
    product = ProductOut.model_validate(quote.products[sku])
    stock = None if rows is None else [WarehouseOut.model_validate(row) for row in rows]
    return ProductStockOut(**product.model_dump(), stock=stock)


@router.post("/clients/search", responses=errors(), dependencies=[ONLY_SIGNED])
def search_clients(body: SearchIn, session: ReadSession) -> list[FoundClientOut]:
    """Find clients by a part of the name, by ИНН or by telephone."""
    return [FoundClientOut.model_validate(client) for client in clients.search(session, body.query, body.limit)]
