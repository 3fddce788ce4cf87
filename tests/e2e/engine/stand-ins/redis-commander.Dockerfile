# As ghcr.io/joeferner/redis-commander: port 8081, REDIS_HOSTS (label:host:port:database, by commas),
# /redis-commander/bin/healthcheck.js. The program is npm's own.
ARG SUITE
FROM local/debian:${SUITE}
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
WORKDIR /redis-commander
RUN npm pack redis-commander@0.9.0 && tar --strip-components=1 -xzf redis-commander-*.tgz && rm ./*.tgz \
 && npm install --omit=dev --no-audit --no-fund && chmod +x bin/*.js
COPY redis-commander-entrypoint /redis-commander/entrypoint
EXPOSE 8081
CMD ["/redis-commander/entrypoint"]
