"""Models fetched from a real HTTP server, and folders proved."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from asr.check import check_model
from asr.engine import ModelMissing
from asr.hardware import Hardware
from asr.model_folder import EMBEDDED_DIR, MANIFEST, read_model_folder
from asr.pull import PullFailed, PullSettings, by_hand, pull_model
from asr.registry import MODELS, ModelFile, RegisteredModel, find_model

pytestmark = pytest.mark.service

WEIGHTS = bytes(range(256)) * 4_000
VOCAB = "слова\n".encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def model() -> RegisteredModel:
    return RegisteredModel(
        name="small",
        engine="onnx-asr",
        model_type="nemo-conformer-ctc",
        repository="company/small",
        revision="a" * 40,
        licence="MIT",
        about="для проверки",
        files=(
            ModelFile("model.onnx", len(WEIGHTS), sha256(WEIGHTS)),
            ModelFile("vocab.txt", None),
        ),
    )


class Server:
    """Serves a model with ranges, and breaks off when told to."""

    def __init__(self, server: HTTPServer, model: RegisteredModel) -> None:
        self.contents = {"model.onnx": WEIGHTS, "vocab.txt": VOCAB}
        self.ranges = True
        self.break_after: list[int] = []  # bytes after which the next answers end short
        self.asked: list[tuple[str, str | None]] = []
        base = f"/{model.repository}/resolve/{model.revision}/"
        server.expect_request(re.compile(re.escape(base) + ".*")).respond_with_handler(self.answer)
        self.url = server.url_for("")

    def answer(self, request: Request) -> Response:
        name = request.path.rsplit("/", 1)[1]
        asked = request.headers.get("Range")
        self.asked.append((name, asked))
        content = self.contents[name]
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.ranges else 0
        if start >= len(content):
            return Response(status=416)
        body = content[start:]
        if self.break_after:
            length = len(body)
            body = body[: self.break_after.pop(0)]
            return Response(iter([body]), status=206 if start else 200, headers={"Content-Length": str(length)})
        return Response(body, status=206 if start else 200)


@pytest.fixture
def server(httpserver: HTTPServer, model: RegisteredModel) -> Server:
    return Server(httpserver, model)


@pytest.fixture
def settings(tmp_path: Path, server: Server) -> PullSettings:
    return PullSettings(models_dir=tmp_path, base_url=server.url, pause_s=0.0)


def test_a_model_arrives_whole_with_a_manifest_that_says_what_was_pinned(
    model: RegisteredModel, settings: PullSettings, tmp_path: Path
) -> None:
    seen: list[tuple[str, int, int | None]] = []
    pulled = pull_model(model, settings, progress=lambda *step: seen.append(step))
    assert [(file.name, file.pinned) for file in pulled] == [("model.onnx", True), ("vocab.txt", False)]
    assert (tmp_path / "small" / "model.onnx").read_bytes() == WEIGHTS
    assert ("model.onnx", len(WEIGHTS), len(WEIGHTS)) in seen
    manifest = json.loads((tmp_path / "small" / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["revision"] == model.revision
    assert manifest["files"]["vocab.txt"] == {"size": len(VOCAB), "sha256": sha256(VOCAB), "pinned": False}
    assert read_model_folder(tmp_path / "small").model_type == "nemo-conformer-ctc"


def test_a_second_pull_fetches_nothing(model: RegisteredModel, settings: PullSettings, server: Server) -> None:
    pull_model(model, settings)
    server.asked.clear()
    pull_model(model, settings)
    assert server.asked == []


def test_a_broken_download_goes_on_where_it_broke(
    model: RegisteredModel, settings: PullSettings, server: Server, tmp_path: Path
) -> None:
    server.break_after = [100_000, 50_000]
    pull_model(model, settings)
    assert (tmp_path / "small" / "model.onnx").read_bytes() == WEIGHTS
    assert [asked for name, asked in server.asked if name == "model.onnx"] == [None, "bytes=100000-", "bytes=150000-"]


def test_a_download_stopped_yesterday_goes_on_today(
    model: RegisteredModel, settings: PullSettings, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "model.onnx.part").write_bytes(WEIGHTS[:300_000])
    pull_model(model, settings)
    assert server.asked[0] == ("model.onnx", "bytes=300000-")
    assert (tmp_path / "small" / "model.onnx").read_bytes() == WEIGHTS


def test_a_part_that_is_already_whole_is_taken(model: RegisteredModel, settings: PullSettings, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "model.onnx.part").write_bytes(WEIGHTS)
    pull_model(model, settings)
    assert (tmp_path / "small" / "model.onnx").read_bytes() == WEIGHTS


def test_a_server_without_ranges_sends_all_again(
    model: RegisteredModel, settings: PullSettings, server: Server, tmp_path: Path
) -> None:
    server.ranges = False
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "model.onnx.part").write_bytes(b"x" * 1_000)
    pull_model(model, settings)
    assert (tmp_path / "small" / "model.onnx").read_bytes() == WEIGHTS


def test_a_file_with_another_checksum_is_refused_and_never_in_place(
    model: RegisteredModel, settings: PullSettings, server: Server, tmp_path: Path
) -> None:
    server.contents["model.onnx"] = WEIGHTS[:-1] + b"!"
    with pytest.raises(PullFailed, match=r"model\.onnx: контрольная сумма"):
        pull_model(model, settings)
    assert not (tmp_path / "small" / "model.onnx").exists()
    assert not (tmp_path / "small" / "model.onnx.part").exists()


def test_a_checksum_recorded_once_holds_for_later_pulls(
    model: RegisteredModel, settings: PullSettings, server: Server, tmp_path: Path
) -> None:
    pull_model(model, settings)
    (tmp_path / "small" / "vocab.txt").unlink()
    server.contents["vocab.txt"] = b"other"
    with pytest.raises(PullFailed, match=r"vocab\.txt"):
        pull_model(model, settings)


def test_without_a_network_the_message_says_which_files_to_put_where(model: RegisteredModel, tmp_path: Path) -> None:
    settings = PullSettings(models_dir=tmp_path, base_url="http://127.0.0.1:9", pause_s=0.0)
    with pytest.raises(PullFailed) as caught:
        pull_model(model, settings)
    message = str(caught.value)
    assert "нет связи" in message
    assert f"http://127.0.0.1:9/company/small/resolve/{'a' * 40}/model.onnx" in message
    assert str(tmp_path / "small") in message
    assert "dozvon models check small" in message


def test_a_revision_that_is_gone_is_told_by_its_status(
    model: RegisteredModel, settings: PullSettings, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(re.compile("/company/small/resolve/b.*")).respond_with_data("", status=404)
    with pytest.raises(PullFailed, match="сервер ответил 404"):
        pull_model(replace(model, revision="b" * 40), settings)


def test_a_disk_without_room_is_told_before_the_download(
    model: RegisteredModel, settings: PullSettings, server: Server
) -> None:
    huge = replace(model, files=(ModelFile("model.onnx", 10**15, sha256(WEIGHTS)),))
    with pytest.raises(PullFailed, match="мало места"):
        pull_model(huge, settings)
    assert server.asked == []


def test_files_can_be_fetched_by_hand_from_the_addresses_that_are_shown(
    model: RegisteredModel, settings: PullSettings
) -> None:
    [address] = re.findall(r"http\S+model\.onnx", by_hand(model, settings))
    assert httpx.get(address).content == WEIGHTS


def test_every_model_of_the_catalogue_is_pinned_and_described() -> None:
    for model in MODELS:
        assert re.fullmatch("[0-9a-f]{40}", model.revision)
        assert model.licence
        assert model.about
        assert model.engine in ("onnx-asr", "faster-whisper")
        assert (model.model_type is not None) == (model.engine == "onnx-asr")
        assert all(file.sha256 is None or re.fullmatch("[0-9a-f]{64}", file.sha256) for file in model.files)
    assert find_model("gigaam-v3-ctc") is MODELS[0]
    assert find_model("unknown") is None


def test_a_good_folder_passes_every_check(tiny_ctc: Path) -> None:
    checks = check_model(tiny_ctc, Hardware())
    assert all(check.passed for check in checks)
    assert "секунда тишины" in checks[-1].text


def test_a_folder_filled_by_hand_is_compared_with_the_catalogue(
    model: RegisteredModel, settings: PullSettings, tmp_path: Path
) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "model.onnx").write_bytes(WEIGHTS[:-1])
    [wrong] = check_model(tmp_path / "small", Hardware(), model)
    assert (wrong.passed, "контрольная сумма не та" in wrong.text) == (False, True)


def test_a_file_that_is_missing_is_named(model: RegisteredModel, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    [missing] = check_model(tmp_path / "small", Hardware(), model)
    assert missing.text == f"нет файла {tmp_path / 'small' / 'model.onnx'}"


def test_a_model_that_does_not_load_fails_its_check(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    (tmp_path / "vocab.txt").write_text("a 0\n<blk> 1\n", encoding="utf-8")
    (tmp_path / "config.json").write_text('{"model_type": "nemo-conformer-ctc"}', encoding="utf-8")
    checks = check_model(tmp_path, Hardware())
    assert not checks[-1].passed
    assert "не загрузилась" in checks[-1].text


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param({}, "neither", id="empty folder"),
        pytest.param({"config.json": "{"}, "not JSON", id="broken config"),
        pytest.param({"strange.onnx": "x"}, "unknown kind", id="unknown onnx"),
    ],
)
def test_a_folder_that_is_no_model_is_told_why(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ModelMissing, match=message):
        read_model_folder(tmp_path)


@pytest.mark.parametrize(
    ("files", "model_type", "quantization"),
    [
        pytest.param(["v3_ctc.int8.onnx", "v3_vocab.txt"], "gigaam-v3-ctc", "int8", id="gigaam ctc int8"),
        pytest.param(["v3_rnnt_encoder.onnx", "v3_rnnt_decoder.onnx"], "gigaam-v3-rnnt", None, id="gigaam rnnt"),
        pytest.param(["v3_e2e_ctc.int8.onnx"], "gigaam-v3-e2e-ctc", "int8", id="gigaam e2e"),
    ],
)
def test_a_folder_filled_by_hand_tells_its_kind(
    tmp_path: Path, files: list[str], model_type: str, quantization: str | None
) -> None:
    for name in files:
        (tmp_path / name).write_bytes(b"x")
    folder = read_model_folder(tmp_path)
    assert (folder.engine, folder.model_type, folder.quantization) == ("onnx-asr", model_type, quantization)
    assert not folder.demonstration


def test_t_one_tells_its_kind_by_its_config(tmp_path: Path) -> None:
    config = {"model_type": "tone", "decoder_params": {"vocabulary": ["а"]}, "pad_token_id": 34}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (tmp_path / "model.onnx").write_bytes(b"x")
    assert read_model_folder(tmp_path).model_type == "t-one-ctc"


def test_version_changes_with_the_weights(tmp_path: Path) -> None:
    (tmp_path / "v3_ctc.onnx").write_bytes(bytes(200_000) + b"end")
    before = read_model_folder(tmp_path).version
    (tmp_path / "v3_ctc.onnx").write_bytes(bytes(200_000) + b"END")
    assert read_model_folder(tmp_path).version != before


def test_models_inside_the_product_are_demonstrations() -> None:
    folders = [path for path in EMBEDDED_DIR.iterdir() if path.is_dir() and (path / "config.json").is_file()]
    assert all(read_model_folder(path).demonstration for path in folders)
