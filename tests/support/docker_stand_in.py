"""A stand-in for `docker compose`, which cannot run here: an executable on PATH that knows the command lines that Vigie may use,
refuses every other one as Compose refuses what it does not know, and does them to a real vigie-server of a local stack.

`stop web` and `start web` hold and release the server by the stack's control socket; `exec -T web bash -c …` really runs bash,
with the container's port 8000 being the server's; `port` answers with the stack's addresses.
"""

import json
import os
import socketserver
import stat
import subprocess
import threading

CLIENT = """#!/usr/bin/python3
import json, socket, sys
with socket.socket(socket.AF_UNIX) as link:
    link.connect({path!r})
    link.sendall(json.dumps([{name!r}, *sys.argv[1:]]).encode() + b"\\n")
    answer = json.loads(link.makefile().readline())
sys.stdout.write(answer["out"])
sys.stderr.write(answer["error"])
sys.exit(answer["code"])
"""


class DockerStandIn:
    """`directory` is to be first on PATH. `names` is what is installed: docker with its plugin, or docker-compose 1.29."""

    def __init__(self, directory, control, endpoints, grafana, names=("docker",)):
        self.control, self.endpoints, self.grafana = control, endpoints, grafana
        self.directory = os.path.join(directory, "bin")
        os.makedirs(self.directory)
        self.calls, self.violations = [], []
        self.is_up = True
        self.fail_starts = 0
        self.lock = threading.Lock()
        stand_in = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                code, out, error = stand_in.serve(json.loads(self.rfile.readline()))
                self.wfile.write(json.dumps({"code": code, "out": out, "error": error}).encode() + b"\n")

        path = os.path.join(directory, "docker.socket")
        self.server = socketserver.ThreadingUnixStreamServer(path, Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        for name in names:
            program = os.path.join(self.directory, name)
            with open(program, "w", encoding="utf-8") as file:
                file.write(CLIENT.format(path=path, name=name))
            os.chmod(program, os.stat(program).st_mode | stat.S_IXUSR)

    @property
    def path(self):
        return self.directory + os.pathsep + os.environ["PATH"]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def refuse(self, words):
        self.violations.append(" ".join(words))
        return 1, "", f"unknown command: {' '.join(words)}\n"

    def serve(self, words):
        with self.lock:
            self.calls.append(words)
        if words[0] == "docker":
            if words[1:2] != ["compose"]:
                return self.refuse(words)
            rest = words[2:]
        else:
            rest = words[1:]
        if rest == ["version"]:
            return 0, "Docker Compose version v2.29.7\n", ""
        if rest[:1] == ["-f"]:
            if not os.path.isfile(rest[1]):
                return 14, "", f"open {rest[1]}: no such file or directory\n"
            rest = rest[2:]
        if rest == ["stop", "web"]:
            self.order({"type": "hold", "service": "vigie-server"})
            self.is_up = False
            return 0, "", " Container vigie-web-1  Stopped\n"
        if rest == ["start", "web"]:
            if self.fail_starts:
                self.fail_starts -= 1
                return 1, "", "Error response from daemon: the daemon is busy\n"
            self.order({"type": "release"})
            self.is_up = True
            return 0, "", " Container vigie-web-1  Started\n"
        if rest[:5] == ["exec", "-T", "web", "bash", "-c"] and len(rest) >= 6:
            return self.execute(rest[3:])
        published = {"web": ("8001", "server"), "prometheus": ("9090", "prometheus")}
        if len(rest) == 3 and rest[0] == "port" and rest[1] in published and rest[2] == published[rest[1]][0]:
            return 0, self.endpoints[published[rest[1]][1]].removeprefix("http://") + "\n", ""
        if rest == ["port", "grafana", "3000"]:
            return 0, self.grafana.removeprefix("http://") + "\n", ""
        return self.refuse(words)

    def execute(self, words):
        if not self.is_up:
            return 1, "", "service \"web\" is not running\n"
        inside = self.endpoints["internal"].removeprefix("http://")
        words = [word.replace("/dev/tcp/127.0.0.1/8000", "/dev/tcp/" + inside.replace(":", "/")).replace("127.0.0.1:8000", inside)
                 for word in words]  # fmt: skip
        ran = subprocess.run(words, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        return ran.returncode, ran.stdout, ran.stderr

    def order(self, message):
        """On the lease that the test holds: `control` is its socket."""
        self.control.sendall(json.dumps(message).encode() + b"\n")
