"""Each profile is what its recipient asks for; a publisher's own numbers go over one of them."""

import pytest

from shelfready.checking import check
from shelfready.errors import RejectedError
from shelfready.profiles import PROFILES, STREAMING, Profile, overridden
from shelfready.rules import RULES
from shelfready.rules._examples import audio, audiobook, retail_audiobook, track, volunteer_audiobook
from shelfready.severities import Severity


@pytest.mark.parametrize("key", PROFILES)
def test_profile_has_the_name_of_its_file(key: str) -> None:
    """Reports name the profile, and people look it up by that."""
    assert PROFILES[key].name == key


def test_recipients_are_there() -> None:
    """Those on which the trade's numbers are known."""
    assert set(PROFILES) >= {"acx", "apple", "authors-republic", "bokbasen", "google-play", "librivox", "netgalley"}
    assert PROFILES["streaming"] == STREAMING == Profile()


def test_every_threshold_says_what_it_is() -> None:
    """The page of profiles has a row for each."""
    assert [name for name, field in Profile.model_fields.items() if name != "name" and not field.description] == []


def test_overridden_severities_are_of_rules() -> None:
    """A code that no rule has would do nothing."""
    codes = {rule.code for rule in RULES.values()}

    assert {code for profile in PROFILES.values() for code in profile.severities} <= codes


@pytest.mark.parametrize("key", ["acx", "google-play", "netgalley", "streaming"])
def test_retail_audiobook_is_faultless(key: str) -> None:
    """What was made for ACX is left in peace by whoever asks for less."""
    assert check(retail_audiobook(), PROFILES[key]).findings == ()


def test_volunteers_audiobook_is_faultless_for_librivox() -> None:
    """Made by LibriVox's own rules, it is left in peace."""
    assert check(volunteer_audiobook(), PROFILES["librivox"]).findings == ()


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("apple", {"CHP-008"}),  # one track
        ("authors-republic", {"AUD-012"}),  # a longer head
        ("bokbasen", {"PKG-006"}),  # three digits
        ("librivox", {"AUD-002", "AUD-012", "AUD-019", "PKG-006"}),  # 128, tail, tags, names
    ],
)
def test_recipients_disagree_where_the_trade_does(key: str, codes: set[str]) -> None:
    """The same faultless book is not what everybody asks for."""
    assert {found.code for found in check(retail_audiobook(), PROFILES[key]).findings} == codes


def test_acx_is_strict_where_listeners_are_not() -> None:
    """A quiet, fast-encoded track passes here, and is refused there."""
    quiet = audiobook(track("01.mp3", audio(rms_dbfs=-26.0, bitrate_kbps=128)), track("02.mp3"))

    refused = {found.code for found in check(quiet, PROFILES["acx"]).findings if found.blocks}

    assert {"AUD-002", "AUD-006"} <= refused
    assert [found for found in check(quiet).findings if found.blocks] == []


def test_own_numbers_go_over_a_profile() -> None:
    """What is not named stays as it was, null takes a demand away, and the profile has a name of its own."""
    own = {"lowest_kbps_mono": 96, "quietest_rms_dbfs": None, "channels": [1, 2], "severities": {"CVR-001": "E"}}

    made = overridden(PROFILES["acx"], own, "harbour-press")

    assert made.name == "harbour-press"
    assert (made.lowest_kbps_mono, made.quietest_rms_dbfs, made.channels) == (96, None, (1, 2))
    assert made.severities == {"CVR-001": Severity.ERROR}
    assert (
        made.model_copy(update={field: getattr(PROFILES["acx"], field) for field in (*own, "name")}) == PROFILES["acx"]
    )


def test_no_numbers_change_only_the_name() -> None:
    """An empty list of own numbers is the profile itself."""
    assert overridden(STREAMING, {}, "streaming") == STREAMING


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"lowest_kbps": 64}, "'lowest_kbps' is no threshold (did you mean lowest_kbps_mono?)"),
        ({"name": "acx"}, "'name' is no threshold"),
        ({"lowest_kbps_mono": "64"}, "lowest_kbps_mono is '64': Input should be a valid integer"),
        ({"highest_peak_dbfs": None}, "highest_peak_dbfs is None: Input should be a valid number"),
        ({"mends": 1}, "mends is 1: Input should be a valid boolean"),
        ({"channels": [1, "two"]}, "channels.1 is 'two': Input should be a valid integer"),
        ({"severities": {"AUD-003": "fatal"}}, "severities.AUD-003 is 'fatal': Input should be 'F', 'E', 'W' or 'I'"),
        ({"quietest_lufs": float("nan")}, "quietest_lufs is nan: Input should be a finite number"),
        ({"longest_head_s": float("inf")}, "longest_head_s is inf: Input should be a finite number"),
        ({"split": "scene"}, "split is 'scene': Input should be 'chapter' or 'whole'"),
        ({"quietest_lufs": -10}, "quietest_lufs is -10, more than loudest_lufs, which is -14"),
        ({"names": object}, "names is"),
    ],
)
def test_unusable_number_is_named(own: dict[str, object], told: str) -> None:
    """The message says which threshold cannot be so, and why."""
    with pytest.raises(RejectedError) as refused:
        overridden(STREAMING, own, "own")

    assert told in refused.value.message
    assert refused.value.cause_code == "profile-invalid"


def test_all_faults_are_told_at_once() -> None:
    """Unknown and unusable numbers hide no others; a value of any length is shown in short."""
    with pytest.raises(RejectedError) as refused:
        overridden(STREAMING, {"tempo": 1, "mends": "x" * 10_000, "asks_isbn": "no"}, "own")

    assert refused.value.message.startswith("3 of the profile's thresholds cannot be changed: ")
    assert len(refused.value.message) < 500
