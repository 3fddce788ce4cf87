#!/bin/sh
# djdock: prod
# Keeps one certificate for all host names. /etc/letsencrypt/current is what nginx serves: at first a placeholder that no
# browser trusts, so that nginx can start, and answer the challenge for the real one.
set -eu
cd /etc/letsencrypt

if [ ! -e current ]; then
    mkdir -p placeholder
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=placeholder \
        -keyout placeholder/privkey.pem -out placeholder/fullchain.pem 2>/dev/null
    ln -sfn placeholder current
fi

# By the authority's name: a certificate of its test server is not kept in the place of a real one.
name=${ACME_SERVER#*://}
name=$(printf %s "${name%%/*}" | tr : -)

set -- --cert-name "$name"
for domain in $DOMAINS; do
    set -- "$@" --domain "$domain"
done
if [ -n "$ACME_EMAIL" ]; then
    set -- "$@" --email "$ACME_EMAIL"
else
    set -- "$@" --register-unsafely-without-email
fi

trap 'exit 0' INT TERM

# A challenge that fails counts against a limit, five an hour: none is asked for before nginx listens.
until python3 -c 'import socket; socket.create_connection(("nginx", 80), 2)' 2>/dev/null; do
    sleep 1
done

# Asks for a certificate where there is none, where it is due, or where it is not for these names.
while :; do
    pause=43200
    if certbot certonly --non-interactive --agree-tos --server "$ACME_SERVER" --webroot --webroot-path /srv/acme \
        --keep-until-expiring --renew-with-new-domains "$@"; then
        ln -sfn "live/$name" current
    else
        pause=900
        echo "certbot: next try in $pause seconds"
    fi
    sleep "$pause" &
    wait $!
done
