# As node:X-trixie-slim: node and npm, no compiler, user root. Debian's Node is one for every X.
ARG SUITE
FROM local/debian:${SUITE}
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
CMD ["node"]
