"""Settings, from the environment only. Read by workers, api and cli; nothing below knows where a value came from."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting is the environment variable SHELFREADY_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="SHELFREADY_", frozen=True, extra="ignore")

    home: Path = Field(Path(".shelfready"), description="folder of the embedded system's state")
    database_url: str | None = Field(None, description="catalogue; SQLite in the home folder if unset")
    store_url: str | None = Field(
        None, description="objects: file:///folder or s3://bucket/prefix; a folder in home if unset"
    )
    s3_endpoint: str | None = Field(None, description="address of an S3 server other than Amazon's")
    s3_public_endpoint: str | None = Field(
        None, description="address under which publishers reach the S3 server, to send parts; the same one if unset"
    )
    s3_access_key: str | None = Field(None, description="S3 access key; the usual AWS chain if unset")
    s3_secret_key: SecretStr | None = Field(None, description="S3 secret key")
    s3_region: str = Field("us-east-1", description="S3 region")
    temporal_address: str | None = Field(None, description="host:port of Temporal; the embedded server's if unset")
    temporal_namespace: str = Field("default", description="Temporal namespace")
    temporal_port: int = Field(7233, description="port of the embedded Temporal server")
    temporal_ui_port: int = Field(8233, description="port of the embedded Temporal UI")
    temporal_metrics_port: int = Field(9233, description="port of the embedded Temporal server's metrics")
    api_host: str = Field("127.0.0.1", description="address the API listens on")
    api_port: int = Field(8080, description="port of the API")
    garbage_days: int = Field(
        7, description="days after which stored objects go that nothing names or uses; 0 for never", ge=0
    )
    processor_slots: int | None = Field(None, description="tracks encoded at once; one per core if unset")
    network_slots: int = Field(8, description="transfers at once")
    scratch: Path | None = Field(None, description="folder for work in progress; in home if unset")
    file_roots: tuple[str, ...] = Field(
        (), description="<publisher>=/folder that the publisher's file:// sources may lie in"
    )
    s3_sources: tuple[str, ...] = Field(
        (), description="<publisher>=s3://bucket/prefix that the publisher may be fetched from"
    )
    allow_private_hosts: bool = Field(False, description="fetch from private addresses too; for tests only")
    max_file_bytes: int = Field(8 * 1024**3, description="largest file that is taken in")
    media_secret: SecretStr | None = Field(
        None, description="signs links to media that need no key; every process of the API needs the same"
    )
    cors_origins: tuple[str, ...] = Field(
        ("*",), description="sites whose pages may read the API with a key of their own, as web players do"
    )
    max_body_bytes: int = Field(2 * 1024**2, description="largest JSON body of a request")
    ffmpeg: Path | None = Field(None, description="ffmpeg to use; the one in the wheel if unset")
    ffprobe: Path | None = Field(None, description="ffprobe to use; the one in the wheel if unset")
    java: Path | None = Field(None, description="Java for EPUBCheck; the one in the wheel if unset")
    media_memory_bytes: int = Field(2 * 1024**3, description="address space of one ffmpeg process")

    @property
    def resolved_database_url(self) -> str:
        """The catalogue's address."""
        return self.database_url or f"sqlite:///{(self.home / 'catalogue.db').resolve()}"

    @property
    def resolved_store_url(self) -> str:
        """The object store's address."""
        return self.store_url or f"file://{(self.home / 'objects').resolve()}"

    @property
    def resolved_temporal_address(self) -> str:
        """Temporal's address."""
        return self.temporal_address or f"127.0.0.1:{self.temporal_port}"

    @property
    def resolved_scratch(self) -> Path:
        """The folder for work in progress."""
        return (self.scratch or self.home / "scratch").resolve()
