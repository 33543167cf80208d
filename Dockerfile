# Three stages; only the last one runs. Not built in CI (no engine there): docs/operating.md.
# Pin the bases by digest in your own registry.

FROM node:22-slim AS web
WORKDIR /build/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY web ./
# The lexicon lies beside the codebook whose codes it names; both are checked while the pages are built.
COPY chatserver/codebooks ../chatserver/codebooks
RUN npm run build

FROM python:3.11-slim AS wheel
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
# The runtime first: it changes least. Every package by its hash, or not at all.
COPY requirements/runtime.lock requirements/dev.lock requirements/
RUN python -m venv /opt/luwte \
 && /opt/luwte/bin/pip install --require-hashes --only-binary :all: -r requirements/runtime.lock
# The builder is pinned by dev.lock too, so that building fetches nothing by name.
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes --only-binary :all: -r requirements/dev.lock
COPY pyproject.toml README.md ./
COPY chatserver chatserver
COPY --from=web /build/web/dist web/dist
RUN /opt/build/bin/python -m hatchling build -t wheel \
 && /opt/luwte/bin/pip install --no-deps --no-index dist/*.whl

FROM python:3.11-slim
# A user without a name, a home or a shell; nothing in here belongs to it.
COPY --from=wheel /opt/luwte /opt/luwte
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/luwte
ENV PATH=/opt/luwte/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8080 8081
VOLUME /var/lib/luwte
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["chatserver", "check", "--health", "--config", "/etc/luwte/chatserver.toml"]
CMD ["chatserver", "serve", "--config", "/etc/luwte/chatserver.toml", "--workers", "2"]
