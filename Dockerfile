# An image of a bundle, for machines that run containers:
#   scripts/bundle
#   docker build -t mujaz .
#   mkdir -p briefs
#   docker run --rm --network none --user "$(id -u):$(id -g)" \
#     -v "$PWD/articles:/articles:ro" -v "$PWD/briefs:/briefs" mujaz run /articles -o /briefs
FROM debian:bookworm-slim AS bundle
RUN apt-get update && apt-get install -y --no-install-recommends zstd && rm -rf /var/lib/apt/lists/*
COPY target/bundle/mujaz-*-x86_64-linux.tar.zst /bundle/
# More than one bundle in the folder is an error here, not a surprise later.
RUN mkdir /opt/mujaz && tar -I zstd -xf /bundle/mujaz-*.tar.zst --strip-components 1 --no-same-owner -C /opt/mujaz

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 && rm -rf /var/lib/apt/lists/*
COPY --from=bundle /opt/mujaz /opt/mujaz
ENV PATH=/opt/mujaz/bin:$PATH MUJAZ_MODELS=/models
# Whoever runs it may be anybody, and needs a home folder for the cache.
ENV HOME=/tmp
USER 65534:65534
ENTRYPOINT ["mujaz"]
CMD ["--help"]
