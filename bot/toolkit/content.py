"""What all content has in common."""

from pydantic import BaseModel, ConfigDict


class Content(BaseModel):
    """Base of all that is written in YAML: unknown keys are typing slips, so they are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
