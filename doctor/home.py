"""The stack's directories on disk: as console/stack/stack_paths.h says."""

import fcntl
import hashlib
import os
import socket
import stat

from finding import note, ok, problem, warning

PORTS = {8001: "the public API", 8000: "the internal listener", 9090: "Prometheus", 9093: "Alertmanager", 9095: "the alert relay"}


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
                      f"end it: kill {holder if holder > 0 else 'the vigie-stack process'}; then start again")  # fmt: skip


def check_directories(context):
    for path in (context.home.data, context.home.runtime):
        try:
            info = os.stat(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            yield problem("directories", f"{path} cannot be looked at ({error.strerror})", "give it to the user who runs Vigie")
            continue
        if stat.S_IMODE(info.st_mode) & 0o077:
            yield warning("directories", f"{path} is open to others", f"chmod 700 {path}")
    if os.path.isdir(context.home.data):
        yield ok("directories", context.home.data)
    else:
        yield note("directories", f"{context.home.data} is not there: the stack has not run yet")


def check_database(context):
    data = context.home.data + "/postgresql"
    if os.path.isdir(context.home.data) and not os.access(context.home.data, os.X_OK):
        return
    if os.path.isdir(data) and not os.path.exists(data + "/PG_VERSION"):
        yield problem("database", f"{data} is damaged or not complete",
                      f"restore a backup in its place; or, to start with an empty database: mv {data} {data}.damaged")  # fmt: skip
        return
    if os.path.isdir(data + ".new"):
        yield note("database", "a first start was interrupted; the next one makes the database anew")
    pid = data + "/postmaster.pid"
    if os.path.exists(pid) and context.home.lock_holder() == 0:
        with open(pid, encoding="utf-8") as file:
            number = file.readline().strip()
        if number.isdigit() and os.path.exists(f"/proc/{number}"):
            yield problem("database", f"process {number} uses {data}, and no stack runs",
                          f"if it is a PostgreSQL: kill {number}; if not: rm {pid}")  # fmt: skip
            return
        yield note("database", "PostgreSQL was killed; it recovers from its log at the next start")
    if os.path.exists(data + "/PG_VERSION"):
        yield ok("database", "there and whole, as far as can be seen from outside")


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
