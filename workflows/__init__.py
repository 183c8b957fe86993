"""When: the order of events of an onboarding, deterministic and without I/O."""
