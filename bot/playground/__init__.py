"""A small workspace that stands in for Slack: on loopback, in memory, for trying and for testing.

It knows the bot only as Slack does, by signed requests and by what the bot calls.
"""
