"""What the outside world decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from bot.config import Settings, read_settings, required
from bot.errors import SettingError

SLIP = "hunter2"
MALFORMED = [
    ("SLACK_BOT_TOKEN", f"xapp-{SLIP}"),
    ("SLACK_BOT_TOKEN", SLIP),
    ("SLACK_APP_TOKEN", f"xoxb-{SLIP}"),
    ("SLACK_API_URL", SLIP),
    ("SLACK_API_URL", f"ftp://{SLIP}/api/"),
    ("SLACK_API_URL", f"https:// {SLIP}/api/"),
    ("DATABASE_URL", SLIP),
    ("DATABASE_URL", f"mysql://me:{SLIP}@host/bot"),
    ("PORT", SLIP),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to start from, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_with_nothing_set_everything_but_the_secrets_has_a_value() -> None:
    found = read_settings()

    assert found.slack_api_url == "https://slack.com/api/"
    assert found.database_url == "sqlite:///bot.db"
    assert found.port == 3000
    assert found.content_dir is None
    assert (found.slack_bot_token, found.slack_signing_secret, found.slack_app_token) == (
        None,
        None,
        None,
    )


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    monkeypatch.setenv("DATABASE_URL", "postgres://host/bot")
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", "65535")

    found = read_settings()

    assert required(found.slack_bot_token, "", "") == "xoxb-1"
    assert required(found.slack_signing_secret, "", "") == "secret"
    assert required(found.slack_app_token, "", "") == "xapp-1"
    assert found.slack_api_url == "http://127.0.0.1:1/api/"
    assert found.database_url == "postgres://host/bot"
    assert found.content_dir == tmp_path
    assert found.port == 65535


def test_a_file_beside_the_bot_decides_where_the_environment_does_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("PORT=4001\nDATABASE_URL=sqlite:///mine.db\nUNKNOWN=1\n")
    monkeypatch.setenv("PORT", "4002")

    found = read_settings()

    assert (found.port, found.database_url) == (4002, "sqlite:///mine.db")


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_malformed_setting_is_one_line_that_names_it_and_does_not_show_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingError) as refused:
        read_settings()

    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{name}: ")
    assert value not in line
    assert SLIP not in line


def test_all_malformed_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slips = dict(MALFORMED)
    for name, value in slips.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SettingError) as refused:
        read_settings()

    named = [line.partition(":")[0] for line in str(refused.value).splitlines()]
    assert sorted(named) == sorted(slips)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_token_is_shown_whatever_is_wrong_with_it(rest: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("SLACK_BOT_TOKEN", f"{SLIP}{rest}")
        with pytest.raises(SettingError) as refused:
            read_settings()

    (line,) = str(refused.value).splitlines()
    assert SLIP not in line


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/api", "http://127.0.0.1:9/api/"])
def test_the_address_of_slack_ends_with_one_slash(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("SLACK_API_URL", address)

    assert read_settings().slack_api_url == "http://127.0.0.1:9/api/"


def test_a_secret_does_not_stand_in_the_settings_own_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", f"xoxb-{SLIP}")
    monkeypatch.setenv("SLACK_APP_TOKEN", f"xapp-{SLIP}")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SLIP)

    assert SLIP not in f"{read_settings()} {read_settings()!r}"


def test_settings_do_not_change_while_the_bot_runs() -> None:
    found = read_settings()

    with pytest.raises(ValidationError):
        found.port = 4000  # type: ignore[misc]


def test_a_required_secret_is_handed_over() -> None:
    assert required(SecretStr(SLIP), "SLACK_BOT_TOKEN", "why") == SLIP


@pytest.mark.parametrize("secret", [None, SecretStr("")])
def test_a_required_secret_that_is_missing_is_named(secret: SecretStr | None) -> None:
    with pytest.raises(SettingError) as refused:
        required(secret, "SLACK_BOT_TOKEN", "it begins with xoxb-")

    assert "SLACK_BOT_TOKEN" in str(refused.value)
    assert "it begins with xoxb-" in str(refused.value)


def test_a_setting_that_is_empty_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copied example file leaves what it does not need empty."""
    monkeypatch.setenv("SLACK_APP_TOKEN", "")

    with pytest.raises(SettingError) as refused:
        required(read_settings().slack_app_token, "SLACK_APP_TOKEN", "why")

    assert "SLACK_APP_TOKEN" in str(refused.value)
