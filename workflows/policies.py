"""How long each kind of work may take, and how it is tried again. Every number has its reason; none stands elsewhere.

Time spent waiting in a queue counts against nobody: budgets are numbers of attempts with growing intervals, never a
deadline from scheduling, so that a title behind ten thousand others does not fail for being behind.
"""

from datetime import timedelta

from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityCancellationType, ActivityConfig

from workflows.queues import NETWORK, ONBOARDING, PROCESSOR

OUTAGE = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2.0,
    maximum_interval=timedelta(minutes=5),
    # 1, 2, 4 ... 256, then every 300 s: about six hours, the length of a night's outage, before a person is asked.
    maximum_attempts=80,
)

LIGHT = ActivityConfig(
    task_queue=ONBOARDING,
    # Rows and small documents: seconds at worst; a minute is a lost database connection.
    start_to_close_timeout=timedelta(minutes=2),
    retry_policy=OUTAGE,
)

WHOLE = ActivityConfig(
    task_queue=ONBOARDING,
    # Everything of a title at once: a few requests to the store for each of thousands of files.
    start_to_close_timeout=timedelta(minutes=20),
    retry_policy=OUTAGE,
)

NOTE = ActivityConfig(
    task_queue=ONBOARDING,
    start_to_close_timeout=timedelta(minutes=1),
    # That a title waits must show in the Temporal UI even when the catalogue cannot be told: some minutes, then on.
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30), maximum_attempts=10
    ),
)

LAST_WORD = ActivityConfig(
    task_queue=ONBOARDING,
    start_to_close_timeout=timedelta(minutes=1),
    # How a submission ended is written down however long the catalogue is away: nobody comes back to do it later.
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5)),
)

LOOK = ActivityConfig(
    task_queue=NETWORK,
    # Opening a drop may fetch a whole archive at the slowest speed that transports accept.
    start_to_close_timeout=timedelta(hours=12),
    # Every piece of data is a heartbeat; a transport gives up on a silent line after 30 s by itself.
    heartbeat_timeout=timedelta(minutes=2),
    retry_policy=OUTAGE,
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)

TRANSFER = LOOK

READ = ActivityConfig(
    task_queue=NETWORK,
    # A message of 1 GB is read and held against the schema at some megabytes a second: minutes, and ten times that.
    start_to_close_timeout=timedelta(hours=3),
    # Every piece that is read is a heartbeat; a single record is of bounded size, and read in seconds.
    heartbeat_timeout=timedelta(minutes=2),
    retry_policy=OUTAGE,
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)

ENTER = ActivityConfig(
    task_queue=ONBOARDING,
    # A page of 500 records takes a second or two, and a feed may have thousands of pages.
    start_to_close_timeout=timedelta(hours=6),
    # Every page is a heartbeat, and where the next attempt goes on.
    heartbeat_timeout=timedelta(minutes=2),
    retry_policy=OUTAGE,
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)

AT_ONCE = 200
"""Activities of one title scheduled at once: more than any title has workers, far below Temporal's limit of 2,000."""

_BROKEN_TOOL = RetryPolicy(
    initial_interval=timedelta(seconds=2),
    backoff_coefficient=3.0,
    maximum_interval=timedelta(minutes=10),
    # A worker that lost its disk or was killed for memory: another one does better. What still fails after two hours
    # of trying is not bad luck.
    maximum_attempts=15,
)


def media(audio_s: int) -> ActivityConfig:
    """Work that reads or writes this many seconds of audio.

    A core encodes a second of audio into all formats in 80 ms and decodes it in 2 ms; half of real time is left for a
    machine that is shared, and ten minutes for everything that does not depend on length.
    """
    return ActivityConfig(
        task_queue=PROCESSOR,
        start_to_close_timeout=timedelta(minutes=10) + timedelta(seconds=audio_s) / 2,
        # ffmpeg reports twice a second, and only real progress becomes a heartbeat: a minute of none is a stall, or a
        # worker that died, whose track another one begins anew.
        heartbeat_timeout=timedelta(minutes=1),
        retry_policy=_BROKEN_TOOL,
        cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    )


MEASURE_AUDIO = ActivityConfig(
    task_queue=PROCESSOR,
    # The length is not known before it is measured; a hundred hours of audio decode in half an hour.
    start_to_close_timeout=timedelta(hours=6),
    heartbeat_timeout=timedelta(minutes=1),
    retry_policy=_BROKEN_TOOL,
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)

MEASURE_OTHERS = ActivityConfig(
    task_queue=PROCESSOR,
    # One book or picture. Its checkers say nothing until they are through, and are stopped by their own limits long
    # before; a heartbeat would only say that the process is there.
    start_to_close_timeout=timedelta(minutes=10),
    retry_policy=_BROKEN_TOOL,
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)


def named(policy: ActivityConfig, summary: str) -> ActivityConfig:
    """The policy, with the line that the Temporal UI shows beside the activity."""
    return ActivityConfig(**policy, summary=summary)
