"""Answers what a submission would do: the very checks of a real one, and nothing that a real one leaves behind."""

from activities.inspection import MEASURE_VERSION
from api.acceptance import rehearse
from api.services import Services
from shelfready.forecasts import Forecast
from shelfready.foreseeing import Foresight
from shelfready.measure_keys import measure_key
from shelfready.titles import Asset


def forecast(services: Services, publisher: str, document: object) -> Forecast:
    """What the submission would do, or everything that is wrong with it."""
    submission = rehearse(services, publisher, document)
    foresight = Foresight(
        catalogue=services.catalogue, blobs=services.blobs, measure_key=worker_key, toolchain=services.toolchain
    )
    return foresight.of(submission, services.clock.now())


def worker_key(asset: Asset, toolchain: str) -> str:
    """Where a worker keeps what it measured of an asset."""
    return measure_key(asset, version=MEASURE_VERSION, toolchain=toolchain)
