"""The database: what people chose, and which events were heard. Every row carries its team id."""
