"""A book that is listened to: one or more audio tracks in playing order, and a cover."""

from shelfready.media import Medium
from shelfready.plans import ContentType
from shelfready.titles import Role

audiobook = ContentType(
    medium=Medium.AUDIO,
    needs=(Role.TRACK,),
    accepts=(Role.TRACK, Role.COVER, Role.SUPPLEMENT, Role.METADATA),
    # AA: audio, unspecified, as CoreSource tells publishers; AJ: download; AN: download and online; AO: online
    onix_forms=("AA", "AJ", "AN", "AO"),
    title="Audiobook",
)
