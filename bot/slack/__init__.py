"""Slack: the only floor that knows Bolt and Block Kit."""
