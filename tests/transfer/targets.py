"""The databases that the tests load into: real servers, on ports that `run` published."""

import os
import shutil
import subprocess
import time

PASSWORD = os.environ.get("TRANSFER_PASSWORD", "")
HOST = "127.0.0.1"


class Sqlite:
    name = "sqlite"

    def __init__(self, folder):
        self.folder = str(folder)

    def path(self, database):
        return os.path.join(self.folder, database + ".sqlite3")

    def create(self, database, template=None):
        if template:
            shutil.copy(self.path(template), self.path(database))

    def drop(self, database):
        if os.path.exists(self.path(database)):
            os.remove(self.path(database))

    def environment(self, database):
        return {"DATABASE": "sqlite", "SQLITE_PATH": self.path(database)}

    def connect(self, database):
        import sqlite3

        return sqlite3.connect(self.path(database), isolation_level=None)


class MariaDB:
    name = "mariadb"
    port = os.environ.get("TRANSFER_MARIADB_PORT")

    def __init__(self, folder):
        wait_for(self)

    def create(self, database, template=None):
        run_sql(self, None, "CREATE DATABASE {}".format(database))
        if template:
            client = "MYSQL_PWD={}; export MYSQL_PWD; mariadb-dump -uroot {} | mariadb -uroot {}"
            command = client.format(shell_quoted(PASSWORD), template, database)
            subprocess.run(
                ["docker", "exec", os.environ["TRANSFER_MARIADB"], "sh", "-c", command],
                check=True,
            )

    def drop(self, database):
        run_sql(self, None, "DROP DATABASE {}".format(database))

    def environment(self, database):
        return server("MARIADB", self, database, "root")

    def connect(self, database):
        import MySQLdb

        names = {"db": database} if database else {}
        connection = MySQLdb.connect(
            host=HOST,
            port=int(self.port),
            user="root",
            passwd=PASSWORD,
            charset="utf8mb4",
            **names
        )
        connection.autocommit(True)
        return connection


class Postgres:
    name = "postgres"
    port = os.environ.get("TRANSFER_POSTGRES_PORT")

    def __init__(self, folder):
        wait_for(self)

    def create(self, database, template=None):
        run_sql(
            self,
            None,
            "CREATE DATABASE {} TEMPLATE {}".format(database, template or "template1"),
        )

    def drop(self, database):
        run_sql(self, None, "DROP DATABASE {} WITH (FORCE)".format(database))

    def environment(self, database):
        return server("POSTGRES", self, database, "postgres")

    def connect(self, database):
        try:
            import psycopg
        except ImportError:
            import psycopg2 as psycopg
        connection = psycopg.connect(
            host=HOST,
            port=self.port,
            user="postgres",
            password=PASSWORD,
            dbname=database or "postgres",
        )
        connection.autocommit = True
        return connection


TARGETS = {target.name: target for target in (Sqlite, MariaDB, Postgres)}


def server(prefix, target, database, user):
    values = {
        "DATABASE": database,
        "USER": user,
        "PASSWORD": PASSWORD,
        "HOST": HOST,
        "PORT": target.port,
    }
    return dict(
        {"{}_{}".format(prefix, key): value for key, value in values.items()},
        DATABASE=target.name,
    )


def run_sql(target, database, sql, parameters=()):
    connection = target.connect(database)
    try:
        cursor = connection.cursor()
        cursor.execute(sql, parameters) if parameters else cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


def wait_for(target):
    for _ in range(120):
        try:
            target.connect(None).close()
            return
        except Exception as error:
            last = error
            time.sleep(0.5)
    raise last


def shell_quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"
