# As mysql, and MySQL itself, which Debian has in unstable alone: MYSQL_* variables, data in /var/lib/mysql, scripts in
# /docker-entrypoint-initdb.d, /etc/mysql/conf.d, mysqladmin.
ARG SUITE
FROM local/debian:${SUITE}
# Unstable's list may be called too old where a mirror lags behind.
RUN echo "deb $(awk '/^deb /{ print $2; exit }' /etc/apt/sources.list) sid main" >/etc/apt/sources.list.d/sid.list \
 && printf 'Package: *\nPin: release n=sid\nPin-Priority: 100\n' >/etc/apt/preferences.d/sid \
 && apt-get -o Acquire::Check-Valid-Until=false update \
 && apt-get install -y --no-install-recommends -t sid mysql-server-core mysql-client-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --user-group --no-create-home --shell /usr/sbin/nologin mysql \
 && mkdir -p /etc/mysql/conf.d /docker-entrypoint-initdb.d /var/lib/mysql \
 && install -d -o mysql -g mysql /run/mysqld
COPY mysql.cnf /etc/my.cnf
COPY mysql-entrypoint /usr/local/bin/docker-entrypoint.sh
VOLUME /var/lib/mysql
EXPOSE 3306 33060
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["mysqld"]
