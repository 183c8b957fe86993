"""Author's Republic, a distributor: ACX's levels, with room tone at both ends of a file."""

from shelfready.profiles import Profile
from shelfready.profiles.acx import acx

authors_republic = Profile.model_validate(
    acx.model_dump()
    | {
        "name": "authors-republic",
        "longest_track_h": 119 / 60,  # [S8]
        "shortest_head_s": 1.0,  # 1 to 5 s at the head as well [S8]
        "longest_head_s": 5.0,
        "asks_sample": False,  # not every retailer uses it [S9]
        "names": None,
    }
)
