# An ACME server for tests, https://pebble:14000/dir, whose own certificate is /pebble/cert.pem. It looks for the answers to
# its challenges on the usual ports.
ARG SUITE
FROM local/debian:${SUITE}
RUN apt-get update && apt-get install -y --no-install-recommends pebble openssl && rm -rf /var/lib/apt/lists/*
WORKDIR /pebble
RUN openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=pebble \
      -addext subjectAltName=DNS:pebble -keyout key.pem -out cert.pem \
 && printf '{"pebble": {"listenAddress": "0.0.0.0:14000", "managementListenAddress": "0.0.0.0:15000", "certificate": "cert.pem", "privateKey": "key.pem", "httpPort": 80, "tlsPort": 443}}' >config.json
ENV PEBBLE_VA_NOSLEEP=1 PEBBLE_WFE_NONCEREJECT=0
EXPOSE 14000 15000
CMD ["pebble", "-config", "config.json"]
