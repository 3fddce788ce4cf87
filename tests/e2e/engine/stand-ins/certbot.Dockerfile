# As certbot/certbot: certbot as the entry point, openssl beside it, state in /etc/letsencrypt.
ARG SUITE
FROM local/debian:${SUITE}
RUN apt-get update && apt-get install -y --no-install-recommends certbot openssl && rm -rf /var/lib/apt/lists/*
VOLUME /etc/letsencrypt /var/lib/letsencrypt
WORKDIR /opt/certbot
EXPOSE 80 443
ENTRYPOINT ["certbot"]
