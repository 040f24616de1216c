"""The ids that travel through Slack and come back, in one place."""

COMMAND = "/toolkit"
OFFER = "offer"  # an offer's action id is offer.<do>.<about>.<number>
FIND = "find"  # the box to find a page in
FIND_GUIDANCE = "find_guidance"  # the message shortcut's callback id
AGENCY_VIEW = "agency"  # the modal's callback id
AGENCY_BLOCK = "agency"
AGENCY_CHOICE = "agency.choice"
REMINDER = "reminder"  # the window's callback id; its fields are reminder.<field>
REMINDER_SAID = "reminder.said"  # what was not understood of the words that opened the window
REMINDER_LOOK = "reminder.look"
REMINDER_LISTED = "listed"  # a button of the list is listed.<what>.<reminder>
REMINDER_SETTINGS = "reminder-settings"  # the callback id of their window
SETTINGS_OVERDUE = "settings.overdue"
SETTINGS_QUIET_FROM = "settings.from"
SETTINGS_QUIET_TO = "settings.to"
