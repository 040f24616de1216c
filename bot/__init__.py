"""A Slack bot that answers frontline staff from an anti-trafficking toolkit."""
