"""What the tests of drills that are read from a Grafana share: the stack, the stand-ins, and how a drill is run.

The server, Prometheus and what is told are real; Grafana and docker are strict stand-ins, since neither can run here.
"""

import json
import os
import socket
import subprocess
import unittest

from discord_stand_in import DiscordStandIn
from docker_stand_in import DockerStandIn
from grafana_stand_in import GrafanaStandIn
from stack_harness import STACK, Home, Stack, get_json, wait_for

LEGS = ["fault", "metric moved", "pending", "firing", "delivered", "acknowledged", "recovered", "resolved", "resolve delivered"]
EDITOR, VIEWER = "glsa_editor_canary", "glsa_viewer_canary"
COMPOSE = os.path.join(os.environ["VIGIE_SOURCE"], "docker-compose.yml")
DEADLINE = 120


class GrafanaDrillCase(unittest.TestCase):
    """A subclass calls begin() once, for the class or for each test."""

    @staticmethod
    def begin(owner, add_cleanup, *alerts):
        """`owner` gets a stack without a messenger of its own and a Grafana that evaluates these alerts."""
        owner.discord = DiscordStandIn()
        add_cleanup(owner.discord.stop)
        owner.grafana = GrafanaStandIn(owner.discord.url, tokens={EDITOR: "Editor", VIEWER: "Viewer"})
        add_cleanup(owner.grafana.stop)
        owner.home = Home()
        add_cleanup(owner.home.remove)
        owner.stack = Stack(owner.home, environment={"GRAFANA_URL": owner.grafana.url, "DISCORD_WEBHOOK_URL": owner.discord.url})
        add_cleanup(owner.stack.close)
        owner.endpoints = owner.stack.wait_ready()["endpoints"]
        owner.grafana.watch(owner.endpoints["prometheus"], *alerts)

    def wait_quiet(self):
        """What the last test or another pace of scraping left is over, and was told."""
        query = self.endpoints["prometheus"] + "/api/v1/query?query=up%7Bjob%3D%22ai-api%22%7D"

        def is_quiet():
            if self.stack.status()["phase"] != "ready":
                return False
            found = get_json(query)["data"]["result"]
            rules = [self.grafana.rules[name] for name in self.grafana.evaluated]
            return found and found[0]["value"][1] == "1" and all(
                rule["state"] == "inactive" and rule["told"] != "firing" for rule in rules)  # fmt: skip

        wait_for("the server is scraped and no alert fires", is_quiet, DEADLINE)
        self.discord.messages.clear()

    def tearDown(self):
        self.assertEqual(self.grafana.violations, [])
        self.assertEqual(self.discord.violations, [])

    def start_drill(self, *arguments, name="service-down", environment=None):
        usual = {key: value for key, value in os.environ.items() if not key.startswith("GRAFANA")}
        drill = subprocess.Popen([STACK, "drill", name, "--json", "--home", self.home.path, *arguments],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 env={**usual, **(environment or {})})  # fmt: skip
        self.addCleanup(lambda: (drill.kill(), drill.communicate()))
        return drill

    def assert_told(self, alert, severity):
        said = self.discord.titles()
        self.assertEqual(len(said), 2, said)
        self.assertTrue(said[0].startswith(f"{severity} · {alert}") and said[1].startswith(f"RESOLVED · {alert}"), said)

    def assert_legs(self, report):
        self.assertEqual([leg["leg"] for leg in report["legs"]], LEGS)
        times = [leg["seconds"] for leg in report["legs"] if leg["seconds"] is not None]
        self.assertEqual(times, sorted(times))
        self.assertEqual(report["legs"][4]["note"], "told by Grafana's contact point discord-default")
        states = [one["state"] for one in report["history"]]
        self.assertEqual(states, ["Pending", "Alerting", "Normal"], "what Grafana wrote down")

    def compose(self, *names):
        """A project whose `web` is the stack's server, scraped each second; nobody logs in to its Grafana."""
        control = socket.socket(socket.AF_UNIX)
        self.addCleanup(control.close)
        control.connect(self.home.runtime + "/control")
        control.settimeout(DEADLINE)
        answers = control.makefile()

        def is_granted():
            # Refused as long as the server of the last test starts.
            control.sendall(b'{"type":"drill","seconds":900,"quick":true}\n')
            return next(answer["granted"] for answer in map(json.loads, answers) if answer["type"] == "drill")

        wait_for("the stack grants the lease", is_granted)
        wait_for("Prometheus scrapes each second", lambda: "scrape_interval: 1s" in get_json(
            self.endpoints["prometheus"] + "/api/v1/status/config")["data"]["yaml"])  # fmt: skip
        self.wait_quiet()
        self.grafana.anonymous = "Viewer"
        directory = os.path.join(self.home.root, self.id().rpartition(".")[2])
        os.makedirs(directory)
        docker = DockerStandIn(directory, control, self.endpoints, self.grafana.url, names or ("docker",))
        self.addCleanup(docker.stop)
        self.addCleanup(lambda: self.assertEqual(docker.violations, []))
        return docker

    def faults(self):
        try:
            return get_json(self.endpoints["internal"] + "/internal/faults")["data"]
        except OSError:
            return None
