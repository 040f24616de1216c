"""Bolt listeners, by the kind of payload they hear. Each acknowledges, then hands on."""
