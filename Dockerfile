# The screens, built where Node is.
FROM node:22-slim AS screens
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --ignore-scripts
COPY frontend/ ./
RUN npm run build

# The packages, installed where pip and uv are.
FROM python:3.11-slim AS packages
RUN pip install --no-cache-dir "uv>=0.13,<0.14"
COPY requirements/run.lock /tmp/run.lock
RUN python -m venv /opt/standby \
 && uv pip install --no-cache --compile-bytecode --python /opt/standby/bin/python --require-hashes -r /tmp/run.lock

# The house: nothing in it can be written to but /data.
FROM python:3.11-slim
RUN useradd --system --uid 8420 --home-dir /data standby \
 && install -d -o standby -g standby -m 0750 /data
WORKDIR /srv
COPY --from=packages /opt/standby /opt/standby
COPY migrations/ migrations/
COPY app/ app/
COPY --from=screens /src/app/static app/static
RUN python -m compileall -q app
RUN printf '#!/bin/sh\nexec python -m app "$@"\n' > /usr/local/bin/standby \
 && chmod 0755 /usr/local/bin/standby
ENV PATH=/opt/standby/bin:$PATH \
    PYTHONPATH=/srv \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STANDBY_DATABASE_URL=sqlite:////data/standby.db
USER standby
VOLUME /data
EXPOSE 8420
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8420/healthz', timeout=2)"]
CMD ["standby", "serve"]
