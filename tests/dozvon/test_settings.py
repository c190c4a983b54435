from pathlib import Path

import pytest
from pydantic import ValidationError

from dozvon.settings import Settings, settings_from

pytestmark = pytest.mark.unit


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_folders_lie_under_the_data_folder_unless_set(tmp_path: Path) -> None:
    settings = settings_from({"DOZVON_DATA_DIR": str(tmp_path), "DOZVON_SOUND_DIR": "/srv/sound"})
    assert settings.spool == tmp_path / "spool"
    assert settings.sound == Path("/srv/sound")
    assert settings.database == f"sqlite:///{tmp_path}/dozvon.db"


def test_a_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = settings_from({"DOZVON_DATA_DIR": str(tmp_path)}).secret
    assert len(first) >= 32
    assert settings_from({"DOZVON_DATA_DIR": str(tmp_path)}).secret == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_more_than_four_lines_a_group_are_refused() -> None:
    with pytest.raises(ValidationError, match="lines_per_group"):
        settings_from({"DOZVON_LINES_PER_GROUP": "5"})


def test_an_empty_sum_switches_the_rule_off() -> None:
    assert settings_from({"DOZVON_MINIMUM_SUM": ""}).minimum_sum is None
