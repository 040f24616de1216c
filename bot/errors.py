"""The errors that a person may meet. Each one says what is wrong and what to do."""


class BotError(Exception):
    """Something that a person can put right; its text is shown to them as it stands."""


class BrokenContentError(BotError):
    """The content folder does not hold together; the text is the whole report."""


class SettingError(BotError):
    """A setting is missing or malformed; the text names it."""
