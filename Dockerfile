# The messenger API: production dependencies and sources on a base without a shell or npm.

# The packages are plain JavaScript, the same for every platform: they are had on the builder's own, without emulation.
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d AS build
WORKDIR /app
# Every workspace's manifest is needed for npm to hold the lockfile against them; only the service's packages come.
COPY package.json package-lock.json .npmrc ./
COPY dagger/package.json dagger/
COPY engine/package.json engine/
COPY service/package.json service/
RUN npm ci --workspace=service --omit=dev --ignore-scripts --no-audit \
  && find node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete \
  && rm -f node_modules/.bin/* node_modules/.package-lock.json \
  && rm -rf node_modules/@messenger node_modules/@scarf \
  && find node_modules/swagger-ui-dist -type f ! -name package.json ! -name LICENSE ! -name swagger-ui-bundle.js ! -name swagger-ui.css -delete \
  && mkdir /data cache \
  && chown 65532:65532 cache
COPY service service
# Loads the service once for its compile cache: types stripped and code compiled, so that the image starts faster. By
# the user who will run it: Node keeps one cache per user id.
USER 65532:65532
# With the flags of CMD, since the cache is good for the same flags alone.
RUN NODE_COMPILE_CACHE=/app/cache node --max-semi-space-size=4 --heap-growing-percent=20 service/src/warm-up.ts

FROM gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a
ARG REVISION=unknown
ARG VERSION=0.1.0
ARG CREATED
ARG SOURCE
LABEL org.opencontainers.image.title="messenger" \
  org.opencontainers.image.description="A messenger API" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.created="${CREATED}" \
  org.opencontainers.image.source="${SOURCE}"
ENV NODE_ENV=production \
  NODE_COMPILE_CACHE=/app/cache \
  PORT=8000 \
  DATA_DIR=/data \
  REVISION=${REVISION} \
  VERSION=${VERSION}
WORKDIR /app
COPY --from=build /app/node_modules node_modules
# Root's, so that the service cannot write to it: it is read, and read-only in production.
COPY --from=build --chown=0:0 /app/cache cache
COPY --from=build /app/service service
COPY --from=build --chown=65532:65532 /data /data
# A number, so that Kubernetes can see that it is not root.
USER 65532:65532
EXPOSE 8000
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=2s --timeout=2s --start-period=10s --retries=3 \
  CMD ["/nodejs/bin/node", "/app/service/src/healthcheck.ts"]
# Rather collected often than let grow: what V8 keeps of its own accord is most of the memory under load.
CMD ["--max-semi-space-size=4", "--heap-growing-percent=20", "/app/service/src/main.ts"]
