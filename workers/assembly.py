"""Settings become adapters, adapters become departments: the one place that knows them all."""

from collections.abc import Callable
from typing import Any

from activities.editing import Editing
from activities.feeds import Feeds
from activities.inspection import Inspection
from activities.intake import Intake
from activities.journal import Journal
from activities.production import Production
from activities.publication import Publication
from activities.scratch import Scratch
from shelfready.adapters.archives import open_archives
from shelfready.adapters.audio import open_audio
from shelfready.adapters.clock import SystemClock
from shelfready.adapters.database import open_catalogue
from shelfready.adapters.epubs import open_epub_checker, open_epubs
from shelfready.adapters.images import open_pictures
from shelfready.adapters.mp4 import open_packer
from shelfready.adapters.objects import open_store
from shelfready.adapters.sheets import open_tables
from shelfready.adapters.transports import S3Access, file_roots_by_publisher, open_fetchers, s3_sources_by_publisher
from shelfready.blobs import Blobs
from shelfready.measuring import Instruments
from shelfready.onix import reading as onix
from shelfready.settings import Settings
from workflows.queues import NETWORK, ONBOARDING, PROCESSOR

Activities = dict[str, list[Callable[..., Any]]]
"""The activities that are served, by queue."""


def scratch_of(settings: Settings) -> Scratch:
    """The folders for work in progress."""
    return Scratch(settings.resolved_scratch)


def assemble(settings: Settings) -> Activities:
    """Every department with its adapters, and which of its work belongs on which queue."""
    secret = settings.s3_secret_key.get_secret_value() if settings.s3_secret_key else None
    store = open_store(
        settings.resolved_store_url,
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=secret,
        region=settings.s3_region,
    )
    scratch = scratch_of(settings)
    # What the adapters' own processes leave when they are killed is swept with the rest.
    home = scratch.home()
    journal = Journal(open_catalogue(settings.resolved_database_url), SystemClock())
    blobs = Blobs(store)
    archives, pictures, tables = open_archives(), open_pictures(scratch=home), open_tables(scratch=home)
    audio = open_audio(
        ffmpeg=settings.ffmpeg,
        ffprobe=settings.ffprobe,
        scratch=home,
        memory_bytes=settings.media_memory_bytes,
    )
    fetchers = open_fetchers(
        store=store,
        file_roots=file_roots_by_publisher(settings.file_roots),
        s3_sources=s3_sources_by_publisher(settings.s3_sources),
        s3=S3Access(
            endpoint=settings.s3_endpoint,
            access_key=settings.s3_access_key,
            secret_key=secret,
            region=settings.s3_region,
        ),
        allow_private_hosts=settings.allow_private_hosts,
    )
    intake = Intake(journal, blobs, fetchers.fetcher_for, archives, tables, scratch, settings.max_file_bytes)
    inspection = Inspection(
        journal=journal,
        blobs=blobs,
        instruments=Instruments(
            audio=audio,
            epubs=open_epubs(scratch=home),
            epub_checker=open_epub_checker(java=settings.java, scratch=home),
            pictures=pictures,
        ),
        scratch=scratch,
        toolchain=audio.toolchain,
    )
    editing = Editing(journal, blobs, audio.toolchain)
    production = Production(journal, blobs, audio, open_packer(), pictures, scratch)
    publication = Publication(journal, blobs)
    feeds = Feeds(
        catalogue=journal.catalogue,
        clock=journal.clock,
        blobs=blobs,
        fetcher_for=fetchers.fetcher_for,
        read_onix=lambda pieces, name: onix.read(pieces, name=name),
        tables=tables,
        scratch=scratch,
        max_file_bytes=settings.max_file_bytes,
    )
    return {
        ONBOARDING: [
            journal.record,
            intake.close,
            inspection.check,
            editing.chapterize,
            editing.plan,
            publication.verify,
            publication.publish,
            feeds.apply,
            feeds.record,
        ],
        NETWORK: [intake.open, intake.fetch, feeds.fetch, feeds.stage],
        PROCESSOR: [inspection.measure, production.encode, production.make],
    }
