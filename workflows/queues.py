"""The task queues, split by what their work consumes, so that each is scaled by what it lacks."""

ONBOARDING = "onboarding"
"""Workflows, and light work: the database, small documents."""

NETWORK = "network"
"""Transfers: many at once, little processor."""

PROCESSOR = "processor"
"""Decoding, encoding, checking books: as many at once as there are cores."""

QUEUES = (ONBOARDING, NETWORK, PROCESSOR)
