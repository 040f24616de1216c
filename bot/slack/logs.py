"""What the log may hold: ids, outcomes and durations; never what anybody wrote."""

from __future__ import annotations

import logging
import re
import traceback

# Bolt logs whole request bodies: at INFO on a bad signature, at WARNING on a request that no
# listener takes, at DEBUG always. The client does at DEBUG. Their errors reach us as exceptions.
_TALKATIVE = ("slack_bolt", "slack_sdk", "aiohttp.access")
_TOKEN = re.compile(r"\b(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+")


def configure_logging(level: int = logging.INFO) -> None:
    """Log to standard error, one line an entry, tokens blotted out."""
    handler = logging.StreamHandler()
    handler.setFormatter(_WithoutTokens("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    silence_bodies()


def silence_bodies() -> None:
    """Keep the libraries from logging what people wrote, by whichever logger they have made.

    Bolt gives each of its loggers a level of its own, so their parent's level is not enough.
    """
    made = [name for name in logging.root.manager.loggerDict if name.startswith(_TALKATIVE)]
    for name in (*_TALKATIVE, *made):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def where_it_broke(error: BaseException) -> str:
    """The kind of *error* and the lines it came through, without its text.

    An exception's text may quote what somebody wrote; its stack names our own lines only.
    """
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__module__}.{type(error).__qualname__}\n{frames}"


class _WithoutTokens(logging.Formatter):
    """Blots tokens out of the whole entry, a stack included."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub(r"\1-…", super().format(record))
