"""What is kept about a person."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.preferences import Preferences
from bot.store.tables import preferences as table


@pytest.fixture
def kept(engine: AsyncEngine) -> Preferences:
    return Preferences(engine)


async def test_nothing_is_known_of_a_person_who_saved_nothing(kept: Preferences) -> None:
    assert await kept.agency_of("T1", "U1") is None


async def test_a_saved_agency_is_remembered(kept: Preferences) -> None:
    await kept.save_agency("T1", "U1", "police")

    assert await kept.agency_of("T1", "U1") == "police"


async def test_a_saved_agency_outlives_the_process(kept: Preferences, engine: AsyncEngine) -> None:
    await kept.save_agency("T1", "U1", "police")
    await engine.dispose()

    assert await Preferences(engine).agency_of("T1", "U1") == "police"


async def test_a_new_choice_takes_the_place_of_the_old_one(
    kept: Preferences, engine: AsyncEngine
) -> None:
    await kept.save_agency("T1", "U1", "police")
    await kept.save_agency("T1", "U1", "health-services")

    assert await kept.agency_of("T1", "U1") == "health-services"
    assert await rows(engine) == 1


async def test_what_was_forgotten_is_gone(kept: Preferences, engine: AsyncEngine) -> None:
    await kept.save_agency("T1", "U1", "police")
    await kept.forget("T1", "U1")

    assert await kept.agency_of("T1", "U1") is None
    assert await rows(engine) == 0


async def test_forgetting_where_nothing_is_kept_is_no_error(kept: Preferences) -> None:
    await kept.forget("T1", "U1")

    assert await kept.agency_of("T1", "U1") is None


async def test_a_person_who_was_forgotten_may_save_again(kept: Preferences) -> None:
    await kept.save_agency("T1", "U1", "police")
    await kept.forget("T1", "U1")
    await kept.save_agency("T1", "U1", "border-agency")

    assert await kept.agency_of("T1", "U1") == "border-agency"


async def test_the_same_id_in_two_workspaces_is_two_people(kept: Preferences) -> None:
    await kept.save_agency("T1", "U1", "police")
    await kept.save_agency("T2", "U1", "health-services")

    assert await kept.agency_of("T1", "U1") == "police"
    assert await kept.agency_of("T2", "U1") == "health-services"


async def test_forgetting_a_person_leaves_the_same_id_elsewhere_alone(kept: Preferences) -> None:
    await kept.save_agency("T1", "U1", "police")
    await kept.save_agency("T2", "U1", "health-services")
    await kept.forget("T1", "U1")

    assert await kept.agency_of("T2", "U1") == "health-services"


async def test_forgetting_a_person_leaves_colleagues_alone(kept: Preferences) -> None:
    await kept.save_agency("T1", "U1", "police")
    await kept.save_agency("T1", "U2", "health-services")
    await kept.forget("T1", "U1")

    assert await kept.agency_of("T1", "U2") == "health-services"


async def test_forgetting_a_workspace_forgets_all_its_people_and_nobody_elses(
    kept: Preferences, engine: AsyncEngine
) -> None:
    await kept.save_agency("T1", "U1", "police")
    await kept.save_agency("T1", "U2", "health-services")
    await kept.save_agency("T2", "U1", "border-agency")
    await kept.forget_workspace("T1")

    assert await kept.agency_of("T2", "U1") == "border-agency"
    assert await rows(engine) == 1


async def test_one_person_pressing_twice_at_once_keeps_one_choice(
    kept: Preferences, engine: AsyncEngine
) -> None:
    await asyncio.gather(*(kept.save_agency("T1", "U1", "police") for _ in range(12)))

    assert await kept.agency_of("T1", "U1") == "police"
    assert await rows(engine) == 1


async def test_what_was_typed_into_an_id_is_only_an_id(
    kept: Preferences, engine: AsyncEngine
) -> None:
    await kept.save_agency("T1", "U1", "police")
    await kept.forget("T1", "' OR 1=1 --")
    await kept.forget_workspace("%")

    assert await rows(engine) == 1


async def rows(engine: AsyncEngine) -> int:
    """How many people something is kept about."""
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0
