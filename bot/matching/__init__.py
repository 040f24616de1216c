"""From a person's words to a heading, a route and an agency. Pure: no Slack, no clock."""
