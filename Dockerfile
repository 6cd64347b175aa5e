# The image of vigie-server: built from the packages that every build uses (cmake/debian-packages.txt), run with those of the
# role "image" alone. The base is one for both stages, so that the libraries are the same.
#
#   docker build --tag vigie-server .
#   buildah build --build-arg BASE=localhost/bookworm --tag vigie-server .     where no registry is reachable
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
COPY cmake/debian-packages.txt /tmp/debian-packages.txt
RUN apt-get update \
 && apt-get install --yes --no-install-recommends $(awk '!/^#/ && $2 == "build" { print $1 }' /tmp/debian-packages.txt) \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cmake --preset release -DVIGIE_BUILD_CONSOLE=OFF -DVIGIE_BUILD_TESTS=OFF -DVIGIE_BUILD_BENCH=OFF \
 && ninja -C build/release vigie-server \
 && strip build/release/bin/vigie-server

FROM ${BASE}
COPY cmake/debian-packages.txt /tmp/debian-packages.txt
RUN apt-get update \
 && apt-get install --yes --no-install-recommends $(awk '!/^#/ && $2 == "image" { print $1 }' /tmp/debian-packages.txt) \
 && rm -rf /var/lib/apt/lists/* /usr/share/doc/* /usr/share/man/* /tmp/debian-packages.txt \
 && useradd --system --uid 10001 --user-group --home-dir /var/lib/vigie --shell /usr/sbin/nologin vigie \
 && install --directory --owner=vigie --group=vigie --mode=0700 /var/lib/vigie /var/lib/vigie/journal
COPY --from=build /src/build/release/bin/vigie-server /usr/local/bin/vigie-server
COPY resources/knowledge /usr/share/vigie/knowledge
ENV VIGIE_KNOWLEDGE_DIR=/usr/share/vigie/knowledge \
    VIGIE_JOURNAL_DIR=/var/lib/vigie/journal
# By number, so that an orchestrator sees that it is not root.
USER 10001:10001
WORKDIR /var/lib/vigie
EXPOSE 8000 8001
# Alive, not ready: a server whose database is away goes on answering, and a restart would not help it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/8000 && printf 'GET /health/live HTTP/1.1\\r\\nHost: 127.0.0.1:8000\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 4 status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["/usr/local/bin/vigie-server"]
