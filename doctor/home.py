"""The stack's directories on disk: as console/stack/stack_paths.h says."""

import datetime
import fcntl
import hashlib
import os
import socket
import stat
import time

from finding import note, ok, problem, warning

PORTS = {8001: "the public API", 8000: "the internal listener", 9090: "Prometheus", 9093: "Alertmanager", 9095: "the alert relay"}


SKEW_SECONDS = 60
CONTROL_FILE_BYTES = 8192  # PG_CONTROL_FILE_SIZE of PostgreSQL


class Home:
    def __init__(self, environment, user):
        own = environment.get("VIGIE_STACK_HOME", "")
        if own:
            root = os.path.abspath(own)
            name = hashlib.sha256(root.encode()).hexdigest()[:12]
            self.data, self.runtime = f"{root}/data", f"/tmp/vigie-{user}-{name}"
        elif user == 0:
            self.data, self.runtime = "/var/lib/vigie", "/run/vigie"
        else:
            base = environment.get("XDG_DATA_HOME", "")
            base = base if os.path.isabs(base) else environment.get("HOME", "/nonexistent") + "/.local/share"
            runtime = environment.get("XDG_RUNTIME_DIR", "") + "/vigie"
            self.data = base + "/vigie"
            self.runtime = runtime if os.path.isabs(runtime) and len(runtime) <= 70 and runtime != "/vigie" else f"/tmp/vigie-{user}"

    def lock_holder(self):
        """The pid of who holds the lock, 0 where nobody does, -1 where it is not known."""
        path = self.runtime + "/lock"
        try:
            with open(path, "rb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                    return 0
                except BlockingIOError:
                    wanted = os.fstat(file.fileno()).st_ino
        except FileNotFoundError:
            return 0
        except OSError:
            return -1
        try:
            with open("/proc/locks", encoding="utf-8") as file:
                for line in file:
                    fields = line.split()
                    if "FLOCK" in fields and fields[5].endswith(f":{wanted}"):
                        return int(fields[4])
        except (OSError, IndexError, ValueError):
            pass
        return -1


def answers(path):
    with socket.socket(socket.AF_UNIX) as one:
        one.settimeout(5)
        try:
            one.connect(path)
            return bool(one.recv(1))
        except OSError:
            return False


def check_lock(context):
    holder = context.home.lock_holder()
    if holder == 0:
        left = os.path.exists(context.home.runtime + "/control")
        yield ok("lock", "free" + ("; what a killed stack left there goes with the next start" if left else ""))
    elif answers(context.home.runtime + "/control"):
        yield ok("lock", "held by the running stack")
    else:
        who = f"process {holder}" if holder > 0 else "a process"
        yield problem("lock", f"{who} holds {context.home.runtime}/lock and does not answer",
                      f"end it: kill {holder if holder > 0 else 'the vigie-stack process'} (kill -9 where that does not help); then start again")  # fmt: skip


def check_directories(context):
    for path in (context.home.data, context.home.runtime):
        try:
            info = os.stat(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            yield problem("directories", f"{path} cannot be looked at ({error.strerror})", "give it to the user who runs Vigie")
            continue
        if os.statvfs(path).f_flag & os.ST_RDONLY:
            yield problem("directories", f"{path} is on a file system that is mounted read-only",
                          "see with dmesg whether its disk fails, mount it again for writing, or set VIGIE_STACK_HOME")  # fmt: skip
        if stat.S_IMODE(info.st_mode) & 0o077:
            yield warning("directories", f"{path} is open to others", f"chmod 700 {path}")
    if os.path.isdir(context.home.data):
        yield ok("directories", context.home.data)
    else:
        yield note("directories", f"{context.home.data} is not there: the stack has not run yet")


def is_postgres(number):
    try:
        with open(f"/proc/{number}/comm", encoding="utf-8") as file:
            return file.read().strip() == "postgres"
    except OSError:
        return False


def database_version(data):
    """Its major version; 0 where it is not whole, None where there is none."""
    try:
        if not os.listdir(data):
            return None
        with open(data + "/PG_VERSION", encoding="utf-8") as file:
            version = int(file.read())
        return version if os.path.getsize(data + "/global/pg_control") >= CONTROL_FILE_BYTES else 0
    except (FileNotFoundError, NotADirectoryError):
        return 0 if os.path.isdir(data) else None
    except ValueError:
        return 0
    except PermissionError:
        return None


def check_database(context):
    data = context.home.data + "/postgresql"
    if os.path.isdir(context.home.data) and not os.access(context.home.data, os.X_OK):
        return
    version = database_version(data)
    if version == 0:
        yield problem("database", f"{data} is damaged or not complete",
                      f"restore a backup in its place; or, to start with an empty database: mv {data} {data}.damaged")  # fmt: skip
        return
    if version and not os.access(f"/usr/lib/postgresql/{version}/bin/postgres", os.X_OK):
        yield problem("database", f"{data} was made by PostgreSQL {version}, which is not installed",
                      f"install postgresql-{version}, or move the database away and load a dump of it (docs/operations.md, Upgrade)")  # fmt: skip
        return
    if os.path.isdir(data + ".new"):
        yield note("database", "a first start was interrupted; the next one makes the database anew")
    pid = data + "/postmaster.pid"
    if os.path.exists(pid) and context.home.lock_holder() == 0:
        with open(pid, encoding="utf-8") as file:
            number = file.readline().strip()
        if is_postgres(number):
            yield problem("database", f"process {number} uses {data}, and no stack runs",
                          f"if it is one of this database: kill {number}; if it is another one's: rm {pid}")  # fmt: skip
            return
        yield note("database", "PostgreSQL was killed; it recovers from its log at the next start")
    if os.path.exists(data + "/PG_VERSION"):
        yield ok("database", "there and whole, as far as can be seen from outside")


def check_clock(context):
    """A clock that was set back: PostgreSQL does not mind, but Prometheus takes no sample older than its newest one."""
    newest, path = 0, ""
    for folder in ("prometheus/wal", "alerts", "postgresql/global"):
        try:
            for entry in os.scandir(f"{context.home.data}/{folder}"):
                newest, path = max((newest, path), (entry.stat().st_mtime, entry.path))
        except OSError:
            continue
    if newest > time.time() + SKEW_SECONDS:
        when = datetime.datetime.fromtimestamp(newest).strftime("%Y-%m-%d %H:%M:%S")
        yield problem("clock", f"{path} was written at {when}, which is yet to come: this clock was set back, "
                               "and Prometheus takes nothing until then, so that no alert can be trusted",
                      "set the clock (timedatectl set-ntp true); if it is right now and was wrong then, stop the stack and "
                      f"mv {context.home.data}/prometheus {context.home.data}/prometheus.future")  # fmt: skip


def check_ports(context):
    if context.status:
        return
    for port, what in PORTS.items():
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                yield warning("ports", f"{port} ({what}) is busy: the stack would take another one",
                              f"to have {port}: end the program that listens there (ss -ltnp 'sport = {port}')")  # fmt: skip
