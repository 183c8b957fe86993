"""A preview is tried on what is on the shelf before it may refuse."""

from shelfready.findings import Rule, Says, Severity, Status, rule
from shelfready.media import AudioFacts
from shelfready.profiles import STREAMING, Profile
from shelfready.rule_trials import try_rule
from shelfready.rules._examples import audio, audiobook, track


@rule("AUD-999", Severity.ERROR, status=Status.PREVIEW)
def too_quiet(audio: AudioFacts, profile: Profile) -> Says:
    """Says something of quiet recordings only."""
    if profile.quietest_lufs is not None and audio.rms_dbfs < profile.quietest_lufs:
        yield f"RMS is {audio.rms_dbfs} dB"


def test_trial_counts_titles_and_refusals_as_if_it_were_stable() -> None:
    """A preview never refuses; its trial says how many titles it would have refused."""
    quiet = track("01.mp3", audio(rms_dbfs=-40.0))
    books = [audiobook(), audiobook(quiet), audiobook(quiet, title_id="9789999900027")]

    trial = try_rule(too_quiet, books, lambda _publisher: STREAMING)

    assert (trial.titles, trial.spoken_of, trial.refused) == (3, 2, 2)
    assert trial.findings == {"E": 2}
    assert [one.title_id for one in trial.examples] == ["9789999900010", "9789999900027"]
    assert trial.status == "preview"


def test_each_title_is_held_to_its_own_publishers_profile() -> None:
    """What one publisher is held to is not what another is."""
    quiet = track("01.mp3", audio(rms_dbfs=-40.0))
    books = [audiobook(quiet), audiobook(quiet, publisher="lenient")]

    def profile_of(publisher: str) -> Profile:
        return STREAMING.model_copy(update={"quietest_lufs": -60.0}) if publisher == "lenient" else STREAMING

    assert try_rule(too_quiet, books, profile_of).spoken_of == 1


def test_trial_leaves_the_rule_as_it_is() -> None:
    """Trying a preview does not make it stable."""
    assert isinstance(too_quiet, Rule)
    try_rule(too_quiet, [], lambda _publisher: STREAMING)
    assert too_quiet.status is Status.PREVIEW
