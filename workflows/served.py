"""Every workflow, as workers serve them and guards check them."""

from workflows.onboard_title import OnboardTitle
from workflows.take_feed import TakeFeed

WORKFLOWS = (OnboardTitle, TakeFeed)
