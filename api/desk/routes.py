"""Addresses of the desk."""

from __future__ import annotations

from fastapi import APIRouter

from api.desk import call_routes, draft_routes, people_routes, signin_routes

router = APIRouter(include_in_schema=False)
for part in (signin_routes, draft_routes, call_routes, people_routes):
    router.include_router(part.router)
