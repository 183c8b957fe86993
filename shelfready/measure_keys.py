"""The action key of a measurement: what was found out once of some bytes is known for ever, for every title."""

from shelfready.blobs import action_key
from shelfready.titles import Asset


def measure_key(asset: Asset, *, version: int, toolchain: str) -> str:
    """The key of what is known of an asset: its bytes, what they are used as, and what measures them."""
    return action_key("measure", sha256=asset.sha256, role=asset.role.value, version=version, toolchain=toolchain)
