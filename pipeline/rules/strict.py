"""What every rule file's model has in common."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """An unknown key is an error, not a silent nothing; what was loaded never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
