"""The agency that a person chose: the only thing that is kept about anybody."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import preferences
from bot.store.writing import insert_into


class Preferences:
    """What each person chose, by workspace."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def agency_of(self, team_id: str, user_id: str) -> str | None:
        """The id of the agency that the person saved, or None."""
        query = select(preferences.c.agency_id).where(
            preferences.c.team_id == team_id, preferences.c.user_id == user_id
        )
        async with self._engine.connect() as connection:
            found: str | None = await connection.scalar(query)
        return found

    async def save_agency(self, team_id: str, user_id: str, agency_id: str) -> None:
        """Keep the agency; a new choice takes the place of the old one."""
        row = {"team_id": team_id, "user_id": user_id, "agency_id": agency_id}
        insert = insert_into(preferences, self._engine).values(row)
        keep = insert.on_conflict_do_update(
            index_elements=["team_id", "user_id"], set_={"agency_id": agency_id}
        )
        async with self._engine.begin() as connection:
            await connection.execute(keep)

    async def forget(self, team_id: str, user_id: str) -> None:
        """Erase all that is kept about the person; nothing kept is no error."""
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(preferences).where(
                    preferences.c.team_id == team_id, preferences.c.user_id == user_id
                )
            )

    async def forget_workspace(self, team_id: str) -> None:
        """Erase all that is kept about the people of a workspace."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(preferences).where(preferences.c.team_id == team_id))
