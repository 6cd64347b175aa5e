"""A vigie-stack of one test's own: private directories, free ports, nothing left behind.

The programs come from the environment that CMake gives the test: VIGIE_BIN is the directory of the built programs.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

BIN = os.environ["VIGIE_BIN"]
STACK = os.path.join(BIN, "vigie-stack")
# Generous: a loaded machine is slow, not broken. Everything waits for its event and not for the clock.
DEADLINE = 60.0


def wait_for(what, condition, deadline=DEADLINE):
    """Polls until `condition` gives something true, and returns that."""
    end = time.monotonic() + deadline
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {deadline:.0f} s: {what}")
        time.sleep(0.02)


def get_json(url, body=None):
    request = urllib.request.Request(url, method="GET" if body is None else "POST")
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, data, timeout=30) as response:
        return json.load(response)


def process_table():
    """pid → (parent, start time) of every live process."""
    table = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        if fields[0] != b"Z":
            table[int(name)] = (int(fields[1]), int(fields[19]))
    return table


def descendants(pid):
    """(pid, start time) of everything below a process; the start time tells a pid from its later reuse."""
    table = process_table()
    found, frontier = set(), {pid}
    while frontier:
        frontier = {child for child, (parent, _) in table.items() if parent in frontier} - {p for p, _ in found}
        found |= {(child, table[child][1]) for child in frontier}
    return found


def still_alive(processes):
    table = process_table()
    return {pid for pid, start in processes if pid in table and table[pid][1] == start}


class Home:
    """Where one stack keeps everything; removed at the end."""

    def __init__(self):
        # Readable for the user postgres, who runs everything when the test is root.
        self.root = tempfile.mkdtemp(prefix="vigie-test-", dir="/tmp")
        os.chmod(self.root, 0o755)
        self.path = os.path.join(self.root, "home")
        # As console/stack/stack_paths.h says: short, and one for each home.
        name = hashlib.sha256(self.path.encode()).hexdigest()[:12]
        self.runtime = f"/tmp/vigie-{os.getuid()}-{name}"

    def data(self, name):
        return os.path.join(self.path, "data", name)

    def log(self, service):
        try:
            with open(os.path.join(self.path, "log", service + ".log"), encoding="utf-8", errors="replace") as file:
                return file.read()
        except OSError:
            return ""

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.runtime, ignore_errors=True)


class Stack:
    """A `vigie-stack run` that the test started."""

    def __init__(self, home, *arguments, any_port=True, server=None, environment=None):
        self.home = home
        self.output = tempfile.TemporaryFile()
        command = [STACK, "run", "--home", home.path, *arguments]
        if any_port:
            command.append("--any-port")
        if server:
            command += ["--server", server]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )

    def said(self):
        self.output.seek(0)
        return self.output.read().decode()

    def status(self):
        answer = subprocess.run(
            [STACK, "status", "--json", "--home", self.home.path], capture_output=True, text=True, timeout=30
        )
        return json.loads(answer.stdout) if answer.returncode == 0 else None

    def service(self, name):
        status = self.status()
        return next((one for one in status["services"] if one["name"] == name), None) if status else None

    def wait_ready(self):
        def ready():
            if self.process.poll() is not None:
                raise AssertionError("the stack ended:\n" + self.said())
            status = self.status()
            return status if status and status["phase"] == "ready" else None

        try:
            return wait_for("every service of the stack is ready", ready)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.said()}\n{self.status()}") from None

    def child(self, needle):
        """The pid of a direct child whose command line has `needle`."""
        table = process_table()
        for pid, (parent, _) in table.items():
            if parent == self.process.pid:
                try:
                    with open(f"/proc/{pid}/cmdline", "rb") as file:
                        if needle.encode() in file.read().replace(b"\0", b" "):
                            return pid
                except OSError:
                    continue
        return None

    def wait_ended(self):
        self.process.wait(timeout=DEADLINE)
        return self.process.returncode

    def stop(self, with_signal=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        return self.wait_ended()

    def close(self):
        """For the end of a test, passed or failed: nothing survives."""
        if self.process.poll() is None:
            below = descendants(self.process.pid)
            self.process.kill()
            self.process.wait()
            wait_for("the killed stack's children are gone", lambda: not still_alive(below))
        self.output.close()
