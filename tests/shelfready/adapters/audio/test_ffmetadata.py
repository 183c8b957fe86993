"""ffmpeg's metadata text holds any title unharmed."""

from shelfready.adapters.audio.ffmetadata import ffmetadata


def test_special_characters_are_escaped() -> None:
    """What means something in the format is escaped; control characters are not kept; absent tags are left out."""
    text = ffmetadata({"title": "a=b;c#d\\e\nf\x00g", "date": None, "artist": ""}, [("One\r\nTwo", 0, 44_100)])

    assert text == (
        ";FFMETADATA1\n"
        "title=a\\=b\\;c\\#d\\\\e\\\nf g\n"
        "[CHAPTER]\nTIMEBASE=1/44100\nSTART=0\nEND=44100\ntitle=One\\\nTwo\n"
    )
