"""Orders to the sandbox itself: fail like this, read the company data again."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from crm.sandbox.access import program
from crm.sandbox.faults import Fault
from crm.sandbox.service import Here
from crm.wire import Failure, Version

router = APIRouter(tags=["песочница"])
_guarded = APIRouter(prefix="/sandbox", dependencies=[Depends(program)], responses={401: {"model": Failure}})


@router.get("/health")
def health() -> dict[str, str]:
    """Return that the service runs; never fails on order."""
    return {"status": "ok"}


@_guarded.get("/faults")
def list_faults(here: Here) -> list[Fault]:
    """Return the faults that stand."""
    return here.faults.listed()


@_guarded.post("/faults", status_code=201, responses={422: {"model": Failure}})
def add_fault(here: Here, fault: Fault) -> list[Fault]:
    """Fail like this from now on; the first fault that fits a request is the one it meets."""
    here.faults.add(fault)
    return here.faults.listed()


@_guarded.delete("/faults", status_code=204)
def clear_faults(here: Here) -> Response:
    """Fail no more."""
    here.faults.clear()
    return Response(status_code=204)


@_guarded.post("/reload", responses={409: {"model": Failure}})
def reload(here: Here) -> Version:
    """Read the CSV files again; with a fault in them the old data stay, and the answer names each."""
    company = here.reload()
    return Version(version=company.version, loaded_at=company.loaded_at)


router.include_router(_guarded)
