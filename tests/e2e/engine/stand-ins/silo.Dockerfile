# As pgsty/silo, the MinIO that is looked after: `server /data` with S3 on port 9000 and MINIO_ROOT_USER/_PASSWORD, a page
# on --console-address, `silo healthcheck`, and of `mc` what the pack uses. The S3 is moto's; buckets lie in /data.
ARG SUITE
FROM local/debian:${SUITE}
RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt
RUN python3 -m venv /opt/moto && /opt/moto/bin/pip install -q --no-cache-dir 'moto[s3,server]==5.2.1'
COPY silo-server /usr/bin/silo
COPY silo-client /usr/bin/mc
VOLUME ["/data"]
EXPOSE 9000
ENTRYPOINT ["/usr/bin/silo"]
