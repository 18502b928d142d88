"""Names and numbers of the integration."""

from __future__ import annotations

import logging

DOMAIN = "hearth"
LOGGER = logging.getLogger(__package__)

CONF_SESSION = "session"

#: Seconds after which Hearth ends heat that Home Assistant asked for, unless it is renewed: a restart of Home
#: Assistant takes about two minutes on a Raspberry Pi, and must not end a print's heat. And between two renewals.
LEASE = 300
RENEWAL = 60
#: Seconds between two looks at measurements; what else changes is shown at once.
MEASUREMENTS = 5
#: Seconds without anything from the stream, which tells the state twice a second.
SILENCE = 15
#: Seconds that a request may take, and until a lost stream is opened again: the first and the longest time.
REQUEST_TIME = 10
FIRST_RETRY = 1
LONGEST_RETRY = 30

#: Reasons for which heat ends that nobody ended.
UNASKED = ("fault", "session_limit", "overrun", "lease_expired", "clock", "heat_balance")
