"""What is wrong with a WAV file as a container is said in sentences."""

import struct
from pathlib import Path

import pytest

from shelfready.adapters.audio import FfmpegAudio
from shelfready.adapters.audio.wav_chunks import wav_headers
from tests.fixtures.media import CalmWatcher, MakeAudio

PCM = bytes(2000)
SUBFORMAT = bytes.fromhex("000000001000800000aa00389b71")


def _form(tag: int, *, subformat: int | None = None) -> bytes:
    plain = struct.pack("<HHIIHH", tag, 1, 44_100, 88_200, 2, 16)
    if subformat is None:
        return plain
    return plain + struct.pack("<HHIH", 22, 16, 4, subformat) + SUBFORMAT


def _chunk(name: bytes, body: bytes, stated: int | None = None) -> bytes:
    return name + struct.pack("<I", len(body) if stated is None else stated) + body + bytes(len(body) % 2)


def _faults(tmp_path: Path, *chunks: bytes, mark: bytes = b"RIFF") -> tuple[str, ...]:
    body = b"".join(chunks)
    path = tmp_path / "a"
    path.write_bytes(mark + struct.pack("<I", len(body) + 4) + b"WAVE" + body)
    return wav_headers(path).faults


@pytest.mark.parametrize("form", [_form(1), _form(0xFFFE, subformat=1)], ids=["plain", "extensible"])
def test_a_proper_file_has_none(tmp_path: Path, form: bytes) -> None:
    """PCM is proper, also in the extensible form, which only needs another head; so are chunks before the data."""
    assert _faults(tmp_path, _chunk(b"fmt ", form), _chunk(b"bext", b"odd"), _chunk(b"data", PCM)) == ()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (_form(3), "its format tag is 0x0003 (floating point), not 0x0001 (PCM)"),
        (_form(0xFFFE, subformat=3), "its format tag is 0x0003 (floating point), not 0x0001 (PCM)"),
        (_form(0x55), "its format tag is 0x0055 (MP3), not 0x0001 (PCM)"),
        (_form(0xFFFE), "its format tag is 0xFFFE, not 0x0001 (PCM)"),
        (b"", "its format tag is 0x0000, not 0x0001 (PCM)"),
    ],
)
def test_another_format_is_named(tmp_path: Path, form: bytes, said: str) -> None:
    """What is not PCM is called by its name, wherever it says so."""
    assert _faults(tmp_path, _chunk(b"fmt ", form), _chunk(b"data", PCM)) == (said,)


def test_what_follows_the_sound_is_named(tmp_path: Path) -> None:
    """Chunks after the data are what some shops refuse; bytes that are no chunk count as well."""
    data = (_chunk(b"fmt ", _form(1)), _chunk(b"data", PCM))

    with_chunks = _faults(tmp_path, *data, _chunk(b"LIST", bytes(10)), _chunk(b"id3 ", bytes(20)))
    with_junk = _faults(tmp_path, *data, b"xyz")

    assert with_chunks == ("46 bytes (LIST, id3?) follow its data chunk, after which there should be nothing",)
    assert with_junk == ("3 bytes follow its data chunk, after which there should be nothing",)


def test_a_padding_byte_is_no_fault(tmp_path: Path) -> None:
    """An odd number of bytes is followed by one that counts for nothing."""
    assert _faults(tmp_path, _chunk(b"fmt ", _form(1)), _chunk(b"data", bytes(999))) == ()


def test_a_file_cut_short_is_said(tmp_path: Path) -> None:
    """A data chunk that states more than there is was cut short; one that states nothing was never finished."""
    cut = _faults(tmp_path, _chunk(b"fmt ", _form(1)), _chunk(b"data", PCM, stated=5000))
    unfinished = _faults(tmp_path, _chunk(b"fmt ", _form(1)), _chunk(b"data", PCM, stated=0))

    assert cut == ("its data chunk states 5000 bytes, 3000 more than there are: the file was cut short",)
    assert unfinished == ("the size of its data chunk was never written, as if the recording had been broken off",)


def test_rf64_states_its_size_elsewhere(tmp_path: Path) -> None:
    """The size of a data chunk of more than 4 GiB stands in `ds64`; that is no fault."""
    sizes = struct.pack("<QQQI", 3000, len(PCM), 1000, 0)
    chunks = (_chunk(b"ds64", sizes), _chunk(b"fmt ", _form(1)), _chunk(b"data", PCM, stated=0xFFFF_FFFF))

    assert _faults(tmp_path, *chunks, mark=b"RF64") == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"RIFF\xff\xff\xff\xffWAVE" + b"\xff" * 40,
        b"RIFF\x00\x00\x00\x00WAVE" + b"data\x00\x00\x00\x00" * 5000,
        b"RIFF\x00\x00\x00\x00WAVEfmt \x00\x00\x00\x00",
    ],
)
def test_nonsense_does_no_harm(tmp_path: Path, data: bytes) -> None:
    """A broken file has faults or none; it is the decoder that refuses it."""
    (tmp_path / "a").write_bytes(data)

    assert all(isinstance(fault, str) for fault in wav_headers(tmp_path / "a").faults)


def test_faults_are_among_the_facts(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A WAV is looked at when it is measured, and nothing else is."""
    proper = make_audio(tmp_path / "a", codec="wav")
    trailing = tmp_path / "b"
    trailing.write_bytes(proper.read_bytes() + b"junk")

    assert audio.measure(proper, "wav", watcher).facts.container_faults == ()
    assert len(audio.measure(trailing, "wav", watcher).facts.container_faults) == 1
    assert audio.measure(make_audio(tmp_path / "c"), "flac", watcher).facts.container_faults == ()


def test_a_file_that_was_cut_short_says_how_long_it_was(
    make_audio: MakeAudio, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """The header's length is the one that it states, not what is left: else no one would miss a half."""
    whole = make_audio(tmp_path / "a", seconds=10, codec="wav").read_bytes()
    (tmp_path / "b").write_bytes(whole[: len(whole) // 2])

    facts = audio.measure(tmp_path / "b", "wav", watcher).facts

    assert facts.header_duration_ms == 10_000
    assert facts.duration_ms == pytest.approx(5000, abs=10)


def test_a_length_that_was_never_written_is_none(tmp_path: Path) -> None:
    """A recording that was broken off states none, and RF64 may state it elsewhere."""
    (tmp_path / "a").write_bytes(b"RIFF\0\0\0\0WAVE" + _chunk(b"fmt ", _form(1)) + _chunk(b"data", PCM, 0xFFFF_FFFF))

    assert wav_headers(tmp_path / "a").duration_ms is None
