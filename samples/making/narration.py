"""Reads a section of the guide aloud: text in, samples of a finished recording out."""

import io
import subprocess
import wave
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from samples.making.guide import Section

SAMPLE_RATE_HZ = 44_100

Samples = NDArray[np.float64]

_VOICE = "en-gb"
_WORDS_PER_MINUTE = 184
# Left to itself, eSpeak NG reads its own name as "ee-speak eng".
_SPOKEN = {"eSpeak NG": "E-speak N G"}
_ORDINALS = ("one", "two", "three", "four", "five", "six")

# Within what ACX asks for: 0.5 to 1 s before the first word, 1 to 5 s after the last.
_HEAD_S = 0.75
_PAUSE_S = 0.55
_TAIL_S = 1.4

# Limiting the peaks takes one decibel of it away again.
_RMS_DBFS = -19.2
_ROOM_TONE_DBFS = -70.0
# What eSpeak NG puts around its words is silence; quieter than this is not yet a word.
_ONSET_DBFS = -50.0


def narrate(section: Section, chapter: int | None) -> Samples:
    """Speech of one section, heading first, without level or room tone yet."""
    heading = f"Chapter {_ORDINALS[chapter - 1]}. {section.title}." if chapter else None
    passages = [text for text in (heading, *section.paragraphs) if text]
    pause = _silence(_PAUSE_S)
    spoken = [part for text in passages for part in (pause, _speak(text))]
    return np.concatenate([_silence(_HEAD_S), *spoken[1:], _silence(_TAIL_S)])


def master(recordings: Sequence[Samples], seed: int) -> list[Samples]:
    """The recordings of one title at their final level, over room tone; a few peaks still exceed full scale.

    One gain serves the whole title, so that it sounds like one session.
    """
    gain = _amplitude(_RMS_DBFS) / _rms(np.concatenate(recordings))
    generator = np.random.default_rng(seed)
    return [gain * recording + _room_tone(generator, recording.size) for recording in recordings]


def dbfs(amplitude: float) -> float:
    """An amplitude in decibels below full scale."""
    return 20 * float(np.log10(amplitude))


def _speak(text: str) -> Samples:
    for written, spoken in _SPOKEN.items():
        text = text.replace(written, spoken)
    command = ["espeak-ng", "-v", _VOICE, "-s", str(_WORDS_PER_MINUTE), "--stdin", "--stdout"]
    wav = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    return _trimmed(_doubled(_pcm(wav)))


def _pcm(wav: bytes) -> Samples:
    with wave.open(io.BytesIO(wav)) as reader:
        if reader.getframerate() * 2 != SAMPLE_RATE_HZ:
            raise ValueError(f"eSpeak NG spoke at {reader.getframerate()} Hz, not at {SAMPLE_RATE_HZ // 2} Hz")
        # On a pipe the header's length is a guess, so read to the end.
        frames = reader.readframes(len(wav) // 2)
    return np.frombuffer(frames, dtype="<i2").astype(np.float64) / 32768


def _doubled(samples: Samples) -> Samples:
    """The same sound at twice the sample rate, without the mirror image above the old band."""
    taps = np.arange(-64, 65)
    low_pass = np.sinc(taps / 2) * np.blackman(taps.size)
    stuffed = np.zeros(samples.size * 2)
    stuffed[::2] = samples
    return np.convolve(stuffed, low_pass, mode="same")


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > _amplitude(_ONSET_DBFS))
    return samples[loud[0] : loud[-1] + 1]


def _room_tone(generator: np.random.Generator, size: int) -> Samples:
    """Faint noise: digital silence between sentences sounds like a fault."""
    return generator.normal(0.0, _amplitude(_ROOM_TONE_DBFS), size)


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE_HZ))


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))


def _amplitude(level_dbfs: float) -> float:
    return float(10 ** (level_dbfs / 20))
