"""Whatever the description of the API allows to be sent is answered as the description says."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = pytest.mark.service
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
LEAN = hypothesis.settings(
    max_examples=6,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_api_keeps_to_its_description(desk: Any, admin: Any, mode: GenerationMode) -> None:
    made = admin.post("/api/v1/tokens", json={"user_id": admin.get("/api/v1/me").json()["id"], "name": "проверка"})
    headers = {"Authorization": f"Bearer {made.json()['token']}"}
    schema = schemathesis.openapi.from_url(f"{desk.url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 20
    for operation in operations:
        explore(operation, mode, headers)


def explore(operation: APIOperation, mode: GenerationMode, headers: dict[str, str]) -> None:
    if mode is GenerationMode.NEGATIVE and not (operation.query or operation.path_parameters or operation.body):
        return

    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    @LEAN
    def run(case: Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    run()
