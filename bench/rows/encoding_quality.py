"""What speech sounds like in each rung, as far as that can be computed."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed


def _read(seen: Observed) -> Iterator[Figure]:
    for found in seen.encoding_quality:
        what = f"{found.rung}, {found.speech}"
        if found.visqol is not None:
            yield Figure(name=f"{what}: ViSQOL, 1 to 5", value=found.visqol)
        if found.estoi is not None:
            yield Figure(name=f"{what}: ESTOI, 0 to 1", value=found.estoi)
        yield Figure(
            name=f"{what}: spectrum kept, of {found.source_bandwidth_hz / 1000:.1f} kHz",
            value=found.bandwidth_hz / 1000,
            unit="kHz",
        )
        for band, ratio in found.snr_db.items():
            yield Figure(name=f"{what}: sound over difference, {band}", value=ratio, unit="dB")
        yield Figure(name=f"{what}: bit rate of the frames", value=found.kbps, unit="kbit/s")


encoding_quality = Row(
    place=17,
    title="What encoding leaves of speech",
    how=(
        "30 seconds of each speech, decoded, encoded with the options of the system's own encoder, decoded again and "
        "held against what was encoded. ViSQOL 3 in audio mode (48 kHz, the first ten seconds) estimates listeners' "
        "opinion, ESTOI (10 kHz) how much is understood: neither is a listening test. Spectra say what is lost where, "
        "not whether it is heard: the mean of segments of 43 ms that are at most 40 dB below the loudest"
    ),
    read=_read,
)
