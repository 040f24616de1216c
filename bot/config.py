"""Everything that the outside world decides, read once by a door and then handed down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingError
from bot.store.engine import check_folder

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$")]


class Settings(BaseSettings):
    """The settings, from the environment or a file ``.env`` beside the bot."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr | None = Field(default=None, description="begins with xoxb-")
    slack_signing_secret: SecretStr | None = Field(
        default=None, description="32 hex digits, from the app's Basic Information page"
    )
    slack_app_token: SecretStr | None = Field(
        default=None, description="begins with xapp-; turns Socket Mode on"
    )
    slack_api_url: Address = Field(
        default="https://slack.com/api/", description="base address of Slack's Web API"
    )
    database_url: str = Field(
        default="sqlite:///bot.db", description="sqlite:///FILE or postgresql://…"
    )
    content_dir: Path | None = Field(
        default=None, description="folder of the content, if not the one that came with the bot"
    )
    cache_dir: str = Field(
        default="", description="folder for what start-up counts, or off; else the user's own"
    )
    host: str = Field(default="0.0.0.0", description="address that the web process hears")  # noqa: S104
    clock_file: Path | None = Field(
        default=None, description="file that says by how many seconds the playground is ahead"
    )
    port: int = Field(default=3000, ge=1, le=65535, description="port that the web process hears")

    @field_validator("slack_bot_token", "slack_app_token", mode="after")
    @classmethod
    def is_a_token(cls, token: SecretStr | None, info: object) -> SecretStr | None:
        """A token pasted into the wrong setting is the commonest slip of all."""
        name = getattr(info, "field_name", "")
        prefix = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}[name]
        if token and not token.get_secret_value().startswith(prefix):
            raise ValueError(f"must begin with {prefix}")
        return token

    @field_validator("database_url", mode="after")
    @classmethod
    def is_a_database(cls, address: str) -> str:
        try:
            check_folder(address)
        except SettingError as error:
            raise ValueError(str(error).removeprefix("DATABASE_URL: ")) from None
        return address

    @field_validator("content_dir", "clock_file", mode="before")
    @classmethod
    def is_set(cls, folder: object) -> object:
        """An empty setting is none, not the folder in which the bot was started."""
        return folder or None

    @field_validator("slack_api_url", mode="after")
    @classmethod
    def ends_with_a_slash(cls, address: str) -> str:
        return address if address.endswith("/") else f"{address}/"


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingError: one line for each setting that is malformed; its value is never shown.
    """
    try:
        return Settings()
    except UnicodeDecodeError:
        raise SettingError(".env: is not a UTF-8 text file; save it as one") from None
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, fault['loc'])).upper()}: "
            f"{fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        ]
        raise SettingError("\n".join(lines)) from None


def required(secret: SecretStr | None, name: str, why: str) -> str:
    """The secret's value.

    Raises:
        SettingError: naming the setting, if it is not set.
    """
    if secret is None or not secret.get_secret_value():
        raise SettingError(f"{name} is not set; {why}")
    return secret.get_secret_value()
