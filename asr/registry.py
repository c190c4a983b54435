"""Speech models that ``dozvon models pull`` knows: what they are, where they lie, what was published of them.

A model is pinned by the revision of its repository, and each file by size and SHA-256 where these are publicly known.
They were collected from public lock files and catalogues of other projects (two or more that agree, but for T-one's
weights, which one gives), not computed here: this product was built without a network. A file without a checksum
is recorded at its first download. Word error rates are the publishers' own, on sets that nobody else has; a
company measures on its own calls with ``dozvon evaluate speech``.
"""

from __future__ import annotations

from dataclasses import dataclass

GIGAAM = ("istupakov/gigaam-v3-onnx", "322c3b29492673eb7d0b434bfa9dfb8653e34d02")
GIGAAM_SOURCE = "salute-developers/GigaAM, evaluation.md"
TONE_SOURCE = "voicekit-team/T-one, README"
ONNX_ASR_SOURCE = "istupakov/onnx-asr, docs/comparison.md"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model; ``sha256`` is None where no public source gives it."""

    name: str
    size: int | None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A published word error rate, in percent."""

    what: str
    wer: float
    source: str


@dataclass(frozen=True, slots=True)
class RegisteredModel:
    """One entry of the catalogue. ``model_type`` and ``quantization`` are onnx-asr's names."""

    name: str
    engine: str
    repository: str
    revision: str
    files: tuple[ModelFile, ...]
    licence: str
    about: str  # shown to people, in Russian
    figures: tuple[Figure, ...] = ()
    model_type: str | None = None
    quantization: str | None = None

    @property
    def size(self) -> int:
        return sum(file.size or 0 for file in self.files)


_GIGAAM_CONFIG = ModelFile("config.json", 135, "0641fcf73f4af791c73f05083e38a658ff5dcbee3534a0c61396c10f4b97f0fe")
_GIGAAM_VOCAB = ModelFile("v3_vocab.txt", 198, "a9143c30844d3c0bee3e9e927e4084774eb1b9eeaafc473b2c4521e4911a7c07")
_WHISPER_VOCAB = ModelFile(
    "vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"
)
_WHISPER_TOKENS = ModelFile(
    "tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"
)
_V3_VOCAB = ModelFile("vocabulary.json", 1_068_114, "c69260f2ab26d659b7c398f9a2b2b48ed0df16c3b47d7326782fd9cba71690c1")
_V3_PREPROCESSOR = ModelFile(
    "preprocessor_config.json", 340, "7ccc62c6f2765af1f3b46c00c9b5894426835a05021c8b9c01eecb6dfb542711"
)

MODELS = (
    RegisteredModel(
        name="gigaam-v3-ctc",
        engine="onnx-asr",
        repository=GIGAAM[0],
        revision=GIGAAM[1],
        model_type="gigaam-v3-ctc",
        quantization="int8",
        licence="MIT",
        about="GigaAM v3 (Сбер), CTC, int8: рекомендуется; быстрая, пишет слова без знаков препинания",
        files=(
            ModelFile(
                "v3_ctc.int8.onnx",
                224_721_181,
                "ceb61454e2e1a2dec5872cbac1de0fe0a4271d1148f6b26b5bda53ff30a12acd",
            ),
            _GIGAAM_VOCAB,
            _GIGAAM_CONFIG,
        ),
        figures=(
            Figure("колл-центр, набор Сбера", 10.3, GIGAAM_SOURCE),
            Figure("телефон, OpenSTT", 18.6, GIGAAM_SOURCE),
            Figure("русский LibriSpeech", 4.72, ONNX_ASR_SOURCE),
        ),
    ),
    RegisteredModel(
        name="gigaam-v3-rnnt",
        engine="onnx-asr",
        repository=GIGAAM[0],
        revision=GIGAAM[1],
        model_type="gigaam-v3-rnnt",
        quantization="int8",
        licence="MIT",
        about="GigaAM v3 (Сбер), RNN-T, int8: точнее CTC, немного медленнее",
        files=(
            ModelFile("v3_rnnt_encoder.int8.onnx", None),
            ModelFile("v3_rnnt_decoder.int8.onnx", None),
            ModelFile("v3_rnnt_joint.int8.onnx", None),
            _GIGAAM_VOCAB,
            _GIGAAM_CONFIG,
        ),
        figures=(
            Figure("колл-центр, набор Сбера", 9.5, GIGAAM_SOURCE),
            Figure("телефон, OpenSTT", 17.4, GIGAAM_SOURCE),
            Figure("русский LibriSpeech", 4.39, ONNX_ASR_SOURCE),
        ),
    ),
    RegisteredModel(
        name="gigaam-v3-e2e-rnnt",
        engine="onnx-asr",
        repository=GIGAAM[0],
        revision=GIGAAM[1],
        model_type="gigaam-v3-e2e-rnnt",
        quantization="int8",
        licence="MIT",
        about="GigaAM v3 (Сбер), RNN-T, int8: с заглавными буквами, знаками препинания и цифрами",
        files=(
            ModelFile(
                "v3_e2e_rnnt_encoder.int8.onnx",
                224_570_477,
                "4e0e076a6076cd110277e529b8ac8f32cd5297f7fbebad5341ae8ddb7d00817b",
            ),
            ModelFile(
                "v3_e2e_rnnt_decoder.int8.onnx",
                1_159_170,
                "89014e134865615b91e037157e46e389b1271e6072460efc010ea08e61e23146",
            ),
            ModelFile(
                "v3_e2e_rnnt_joint.int8.onnx",
                687_791,
                "ade116563dbf66e503b0994efab6b5861412743e52bf31c39fc3fffa3783d5d1",
            ),
            ModelFile(
                "v3_e2e_rnnt_vocab.txt", 13_354, "39abae20e692998290c574e606f11a9edef2902a1995463fcff63d1490cf22b7"
            ),
            _GIGAAM_CONFIG,
        ),
        figures=(
            Figure("колл-центр, набор Сбера", 12.6, GIGAAM_SOURCE),
            Figure("телефон, OpenSTT", 19.1, GIGAAM_SOURCE),
            Figure("русский LibriSpeech", 7.60, ONNX_ASR_SOURCE),
        ),
    ),
    RegisteredModel(
        name="t-one",
        engine="onnx-asr",
        repository="t-tech/T-one",
        revision="106f3b0b32a9e107eb613312e4ebc61ff3d53926",
        model_type="t-one-ctc",
        licence="Apache-2.0",
        about="T-one (Т-Банк), CTC: обучена на телефонных разговорах, работает на 8 кГц",
        files=(
            ModelFile("model.onnx", 144_193_371, "707e4a282d5036304a0b8603ad83945840c3075f53c49911ef88c19bcc5a7d52"),
            ModelFile("config.json", None),
        ),
        figures=(
            Figure("колл-центр, набор Т-Банка", 8.63, TONE_SOURCE),
            Figure("другая телефония, набор Т-Банка", 6.20, TONE_SOURCE),
            Figure("телефон, OpenSTT", 20.27, TONE_SOURCE),
            Figure("русский LibriSpeech", 6.57, ONNX_ASR_SOURCE),
        ),
    ),
    RegisteredModel(
        name="whisper-large-v3-turbo",
        engine="faster-whisper",
        repository="dropbox-dash/faster-whisper-large-v3-turbo",
        revision="0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf",
        licence="MIT",
        about="Whisper large-v3-turbo (OpenAI): для видеокарты; знаки препинания; берёт подсказки; хуже слышит телефон",
        files=(
            ModelFile("model.bin", 1_617_884_929, "e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da"),
            ModelFile("config.json", 2_263, "b0253ea6c0d3bea6b1e19e91a02acfd3b53f4467362efcb5a3e6b16c9b3a9b7e"),
            ModelFile("tokenizer.json", 2_710_337, "297b13372ac43916285644fb9687add3cc62ee2a1adb60da3dc25cc94c1871fd"),
            _V3_VOCAB,
            _V3_PREPROCESSOR,
        ),
        figures=(Figure("русский LibriSpeech", 10.10, ONNX_ASR_SOURCE),),
    ),
    RegisteredModel(
        name="whisper-large-v3",
        engine="faster-whisper",
        repository="Systran/faster-whisper-large-v3",
        revision="edaa852ec7e145841d8ffdb056a99866b5f0a478",
        licence="MIT",
        about="Whisper large-v3 (OpenAI): только для видеокарты; хуже слышит телефон, чем GigaAM и T-one",
        files=(
            ModelFile("model.bin", 3_087_284_237, "69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1"),
            ModelFile("config.json", 2_394, "a9306624f5ec14270a014b647e5c316b6e03a662c369758d1b90697a7b0655b9"),
            ModelFile("tokenizer.json", 2_480_617, "6d8cbd7cd0d8d5815e478dac67b85a26bbe77c1f5e0c6d76d1ce2abc0e5f21ca"),
            _V3_VOCAB,
            _V3_PREPROCESSOR,
        ),
        figures=(
            Figure("колл-центр, набор Т-Банка", 19.39, TONE_SOURCE),
            Figure("колл-центр, набор Сбера", 23.1, GIGAAM_SOURCE),
            Figure("телефон, OpenSTT", 27.4, GIGAAM_SOURCE),
        ),
    ),
    RegisteredModel(
        name="whisper-medium",
        engine="faster-whisper",
        repository="Systran/faster-whisper-medium",
        revision="08e178d48790749d25932bbc082711ddcfdfbc4f",
        licence="MIT",
        about="Whisper medium (OpenAI): многоязычная; телефонных замеров на русском не опубликовано",
        files=(
            ModelFile("model.bin", 1_527_906_378, "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae"),
            ModelFile("config.json", 2_257, "3622a2ddc41ec0e0fd4e68c13c6830f03b90c38d89aaad184de02c8c642cf807"),
            _WHISPER_TOKENS,
            _WHISPER_VOCAB,
        ),
    ),
    RegisteredModel(
        name="whisper-small",
        engine="faster-whisper",
        repository="Systran/faster-whisper-small",
        revision="536b0662742c02347bc0e980a01041f333bce120",
        licence="MIT",
        about="Whisper small (OpenAI): многоязычная; телефонных замеров на русском не опубликовано",
        files=(
            ModelFile("model.bin", 483_546_902, "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
            ModelFile("config.json", 2_370, "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828"),
            _WHISPER_TOKENS,
            _WHISPER_VOCAB,
        ),
    ),
)


def find_model(name: str) -> RegisteredModel | None:
    """Return the catalogue's model of that name."""
    return next((model for model in MODELS if model.name == name), None)
