"""Bank holidays, from a library and without asking anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache

from bot.reminders.rules import IsHoliday

ENGLAND_AND_WALES = "england-and-wales"
_SUBDIVISIONS: Mapping[str, str] = {
    ENGLAND_AND_WALES: "ENG",
    "scotland": "SCT",
    "northern-ireland": "NIR",
}
REGIONS = tuple(_SUBDIVISIONS)
LOOKED_UP = 10_000  # dates are remembered: the library is slow to tell


@cache
def holidays_of(region: str) -> IsHoliday:
    """Whether a date is a bank holiday in *region*; nowhere (empty) has none.

    Raises:
        KeyError: if there is no such region.
    """
    if not region:
        return _never
    from holidays import country_holidays  # here, since it is large and most processes need none

    known = country_holidays("GB", subdiv=_SUBDIVISIONS[region])
    return lru_cache(maxsize=LOOKED_UP)(known.__contains__)


@cache
def holiday_names_of(region: str) -> Callable[[date], str]:
    """What the bank holiday on a date is called in *region*; empty if it is none.

    Raises:
        KeyError: if there is no such region.
    """
    if not region:
        return lambda _day: ""
    from holidays import country_holidays

    known = country_holidays("GB", subdiv=_SUBDIVISIONS[region], language="en_GB")
    return lambda day: known.get(day) or ""


def _never(_day: date) -> bool:
    return False
