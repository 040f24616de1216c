"""How reminders are planned: a year with everything that can go wrong, and what it costs."""
