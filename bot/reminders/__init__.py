"""When a channel is reminded of what, and what Slack must be asked for. No Slack, no database."""
