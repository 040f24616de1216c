"""The ids that travel through Slack and come back, in one place."""

COMMAND = "/toolkit"
OFFER = "offer"  # an offer's action id is offer.<do>.<about>.<number>
FIND = "find"  # the box to find a page in
FIND_GUIDANCE = "find_guidance"  # the message shortcut's callback id
AGENCY_VIEW = "agency"  # the modal's callback id
AGENCY_BLOCK = "agency"
AGENCY_CHOICE = "agency.choice"
