"""What the tests share: a stand-in for Slack, and signed payloads as Slack sends them."""
