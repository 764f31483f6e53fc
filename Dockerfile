# syntax=docker/dockerfile:1
# The dashboard or a worker in a container: see docs/container.md. One image, two commands.
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/analyzer \
 && /opt/analyzer/bin/pip install --no-cache-dir --constraint constraints.txt "setuptools>=77" wheel \
 && /opt/analyzer/bin/pip install --no-cache-dir --constraint constraints.txt ".[postgres,pdf,oidc]"

FROM python:3.12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /srv/alignment --uid 10001 alignment
COPY --from=build /opt/analyzer /opt/analyzer
ENV PATH=/opt/analyzer/bin:$PATH PYTHONUNBUFFERED=1
USER alignment
WORKDIR /srv/alignment
VOLUME /srv/alignment
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8050/health', timeout=4)"]
ENTRYPOINT ["analyzer"]
CMD ["serve", "--project", "/srv/alignment", "--host", "0.0.0.0"]
