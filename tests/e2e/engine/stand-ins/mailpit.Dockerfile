# As axllent/mailpit: SMTP on port 1025, the list of mails on port 8025 (/, /api/v1/messages, /readyz), `/mailpit readyz`,
# logins as MP_SMTP_AUTH_ACCEPT_ANY says.
ARG SUITE
FROM local/debian:${SUITE}
RUN apt-get update && apt-get install -y --no-install-recommends python3-aiosmtpd && rm -rf /var/lib/apt/lists/*
COPY mailpit-server /mailpit
EXPOSE 1025 8025
ENTRYPOINT ["/mailpit"]
