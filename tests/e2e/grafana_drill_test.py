"""Drills whose alert is read from a Grafana: on the local stack, and on compose.

The server, Prometheus and what is told are real; Grafana and docker are strict stand-ins, since neither can run here.
"""

import json
import os
import signal
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


class GrafanaDrillTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.discord = DiscordStandIn()
        cls.addClassCleanup(cls.discord.stop)
        cls.grafana = GrafanaStandIn(cls.discord.url, tokens={EDITOR: "Editor", VIEWER: "Viewer"})
        cls.addClassCleanup(cls.grafana.stop)
        cls.home = Home()
        cls.addClassCleanup(cls.home.remove)
        cls.stack = Stack(cls.home, environment={"GRAFANA_URL": cls.grafana.url, "DISCORD_WEBHOOK_URL": cls.discord.url})
        cls.addClassCleanup(cls.stack.close)
        cls.endpoints = cls.stack.wait_ready()["endpoints"]
        cls.grafana.watch(cls.endpoints["prometheus"], "ServiceDown")

    def setUp(self):
        self.grafana.anonymous = None
        self.wait_quiet()

    def wait_quiet(self):
        """What the last test or another pace of scraping left is over, and was told."""
        query = self.endpoints["prometheus"] + "/api/v1/query?query=up%7Bjob%3D%22ai-api%22%7D"

        def is_quiet():
            if self.stack.status()["phase"] != "ready":
                return False
            found = get_json(query)["data"]["result"]
            rule = self.grafana.rules["ServiceDown"]
            return found and found[0]["value"][1] == "1" and rule["state"] == "inactive" and rule["told"] != "firing"

        wait_for("the server is scraped and no alert fires", is_quiet, DEADLINE)
        self.discord.messages.clear()

    def tearDown(self):
        self.assertEqual(self.grafana.violations, [])
        self.assertEqual(self.discord.violations, [])

    def start_drill(self, *arguments, environment=None):
        usual = {name: value for name, value in os.environ.items() if not name.startswith("GRAFANA")}
        drill = subprocess.Popen([STACK, "drill", "service-down", "--json", "--home", self.home.path, *arguments],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 env={**usual, **(environment or {})})  # fmt: skip
        self.addCleanup(lambda: (drill.kill(), drill.communicate()))
        return drill

    def drill(self, *arguments, environment=None):
        drill = self.start_drill(*arguments, environment=environment)
        out, error = drill.communicate(timeout=400)
        self.assertEqual(drill.returncode, 0, out + error)
        for secret in (EDITOR, VIEWER):
            self.assertNotIn(secret, out + error)
        return json.loads(out)

    def refused(self, *arguments, environment=None):
        drill = self.start_drill(*arguments, environment=environment)
        out, error = drill.communicate(timeout=60)
        self.assertEqual(drill.returncode, 1, out + error)
        return out + error

    def assert_told(self):
        said = self.discord.titles()
        self.assertEqual(len(said), 2, said)
        self.assertTrue(said[0].startswith("CRITICAL · ServiceDown") and said[1].startswith("RESOLVED · ServiceDown"), said)

    def assert_legs(self, report):
        self.assertEqual([leg["leg"] for leg in report["legs"]], LEGS)
        times = [leg["seconds"] for leg in report["legs"] if leg["seconds"] is not None]
        self.assertEqual(times, sorted(times))
        self.assertEqual(report["legs"][4]["note"], "told by Grafana's contact point discord-default")
        states = [one["state"] for one in report["history"]]
        self.assertEqual(states, ["Pending", "Alerting", "Normal"], "what Grafana wrote down")

    # --- the local stack with Grafana as its messenger

    def test_every_leg_is_read_from_grafana(self):
        report = self.drill("--grafana", self.grafana.url, environment={"GRAFANA_TOKEN": EDITOR})
        self.assert_legs(report)
        self.assertEqual(report["source"], "Grafana at " + self.grafana.url)
        self.assertNotIn("skipped", json.dumps(report))
        self.assert_told()
        _, silences = self.grafana.list_silences()
        self.assertEqual([one["status"]["state"] for one in silences], ["expired"])

    def test_one_who_may_only_read_skips_the_acknowledgement_and_says_so(self):
        path = os.path.join(self.home.root, "token")
        with open(path, "w", encoding="utf-8") as file:
            file.write(VIEWER + "\n")
        report = self.drill(environment={"GRAFANA_URL": self.grafana.url + "/", "GRAFANA_TOKEN_FILE": path})
        self.assert_legs(report)
        leg = report["legs"][5]
        self.assertTrue(leg["skipped"])
        self.assertIn("role Editor", leg["note"])
        self.assert_told()

    def test_one_who_may_not_read_is_told_what_it_takes(self):
        said = self.refused("--grafana", self.grafana.url)
        self.assertIn("GRAFANA_TOKEN", said)
        said = self.refused("--grafana", self.grafana.url, environment={"GRAFANA_TOKEN": "glsa_wrong_canary"})
        self.assertIn("GRAFANA_TOKEN", said)
        self.assertNotIn("glsa_wrong_canary", said)

    def test_what_cannot_be_is_refused_before_any_fault(self):
        for arguments, word in [
            ((), "--grafana URL"),
            (("--grafana", self.grafana.url, "--quick"), "Grafana's stay"),
            (("--grafana", "ftp://grafana"), "http://127.0.0.1:3000"),
            (("--grafana", self.discord.url), "does not have the rule"),
            (("--compose", "/nowhere/docker-compose.yml"), "there is no file"),
        ]:
            with self.subTest(arguments=arguments):
                self.assertIn(word, self.refused(*arguments))
        self.assertEqual(self.stack.service("vigie-server")["state"], "running")

    # --- compose

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

    def test_compose_stops_and_starts_the_service(self):
        docker = self.compose()
        report = self.drill("--compose", COMPOSE, environment={"PATH": docker.path})
        self.assert_legs(report)
        self.assertEqual(report["ground"], "compose")
        self.assertTrue(report["legs"][5]["skipped"], "an anonymous reader may not silence")
        self.assert_told()
        done = [words[4] for words in docker.calls if words[2:3] == ["-f"]]
        self.assertEqual([word for word in done if word in ("stop", "start")], ["stop", "start"])
        self.assertIn("exec", done, "the drill is marked")
        self.assertTrue(docker.is_up)

    def test_the_older_compose_is_used_where_it_is_all_there_is(self):
        docker = self.compose("docker-compose")
        environment = {"PATH": docker.directory}
        drill = self.start_drill("--compose", COMPOSE, environment=environment)
        wait_for("web is stopped", lambda: self.stopped(docker, drill), DEADLINE)
        drill.send_signal(signal.SIGINT)
        out, error = drill.communicate(timeout=120)
        self.assertEqual(json.loads(out)["error"], "interrupted", error)
        wait_for("web runs again", lambda: docker.is_up)
        self.assertEqual({words[0] for words in docker.calls}, {"docker-compose"})

    def stopped(self, docker, drill):
        self.assertIsNone(drill.poll(), "the drill ended")
        return not docker.is_up

    def test_kill_9_of_a_drill_on_compose_leaves_nothing(self):
        docker = self.compose()
        drill = self.start_drill("--compose", COMPOSE, environment={"PATH": docker.path})
        wait_for("web is stopped", lambda: self.stopped(docker, drill), DEADLINE)
        docker.fail_starts = 1
        drill.kill()
        wait_for("web runs again", lambda: docker.is_up, DEADLINE)
        _, error = drill.communicate(timeout=60)
        self.assertIn("the drill is gone; web was started again", error)
        wait_for("no fault is left", lambda: self.faults() == [], DEADLINE)

    def test_one_drill_on_compose_at_a_time(self):
        docker = self.compose()
        first = self.start_drill("--compose", COMPOSE, environment={"PATH": docker.path})
        wait_for("web is stopped", lambda: self.stopped(docker, first), DEADLINE)
        # Its alert may be up by then, which refuses as well.
        self.assertRegex(self.refused("--compose", COMPOSE, environment={"PATH": docker.path}),
                         "another drill is under way|is up already")  # fmt: skip
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=120)
        wait_for("web runs again", lambda: docker.is_up)

    def test_compose_without_docker_says_what_to_install(self):
        empty = os.path.join(self.home.root, "nothing")
        os.makedirs(empty)
        self.assertIn("install Docker's compose plugin",
                      self.refused("--compose", COMPOSE, environment={"PATH": empty}))  # fmt: skip

    def test_quick_is_refused_on_compose(self):
        docker = self.compose()
        self.assertIn("--quick", self.refused("--compose", COMPOSE, "--quick", environment={"PATH": docker.path}))


if __name__ == "__main__":
    unittest.main()
