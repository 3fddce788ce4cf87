# As joxit/docker-registry-ui for the user nginx: a page on port 8080. The page itself cannot be had: this one says so.
ARG SUITE
FROM local/debian:${SUITE}
RUN apt-get update && apt-get install -y --no-install-recommends nginx wget && rm -rf /var/lib/apt/lists/* \
 && groupadd --system nginx && useradd --system --gid nginx --no-create-home --shell /usr/sbin/nologin nginx \
 && mkdir -p /usr/share/nginx/html && echo '<title>Docker Registry UI</title>stand-in' >/usr/share/nginx/html/index.html \
 && printf 'pid /tmp/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\n  access_log off;\n  client_body_temp_path /tmp/body;\n  proxy_temp_path /tmp/proxy;\n  fastcgi_temp_path /tmp/fastcgi;\n  uwsgi_temp_path /tmp/uwsgi;\n  scgi_temp_path /tmp/scgi;\n  server { listen 8080; root /usr/share/nginx/html; }\n}\n' >/etc/nginx/nginx.conf
EXPOSE 8080
CMD ["nginx", "-e", "stderr", "-g", "daemon off;"]
