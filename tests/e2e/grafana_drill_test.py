"""Drills of the service that is down, whose alert is read from a Grafana: on the local stack, and on compose."""

import json
import os
import signal
import unittest

from grafana_drill_case import COMPOSE, DEADLINE, EDITOR, VIEWER, GrafanaDrillCase
from stack_harness import wait_for


class GrafanaDrillTest(GrafanaDrillCase):
    @classmethod
    def setUpClass(cls):
        cls.begin(cls, cls.addClassCleanup, "ServiceDown")

    def setUp(self):
        self.grafana.anonymous = None
        self.wait_quiet()

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

    # --- the local stack with Grafana as its messenger

    def test_every_leg_is_read_from_grafana(self):
        report = self.drill("--grafana", self.grafana.url, environment={"GRAFANA_TOKEN": EDITOR})
        self.assert_legs(report)
        self.assertEqual(report["source"], "Grafana at " + self.grafana.url)
        self.assertNotIn("skipped", json.dumps(report))
        self.assert_told("ServiceDown", "CRITICAL")
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
        self.assert_told("ServiceDown", "CRITICAL")

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

    def test_compose_stops_and_starts_the_service(self):
        docker = self.compose()
        report = self.drill("--compose", COMPOSE, environment={"PATH": docker.path})
        self.assert_legs(report)
        self.assertEqual(report["ground"], "compose")
        self.assertTrue(report["legs"][5]["skipped"], "an anonymous reader may not silence")
        self.assert_told("ServiceDown", "CRITICAL")
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
