"""Drills of the two alerts that need load, whose alert is read from a Grafana: on the local stack, and on compose.

Grafana's windows of five minutes stay as they are: what ends an alert within them is that the users are back, whose good
requests outnumber the drill's. Each test has a stack of its own, since in theirs the last one's requests would be for minutes.
"""

import contextlib
import http.client
import json
import threading
import unittest
import urllib.parse

from grafana_drill_case import COMPOSE, DEADLINE, EDITOR, GrafanaDrillCase
from stack_harness import wait_for


class GrafanaLoadDrillTest(GrafanaDrillCase):
    def setUp(self):
        self.begin(self, self.addCleanup, "HighErrorRate", "HighResponseTime")
        self.wait_quiet()

    @contextlib.contextmanager
    def users(self):
        """They ask without end, one after the other."""
        ended = threading.Event()

        def ask():
            link = http.client.HTTPConnection(urllib.parse.urlsplit(self.endpoints["server"]).netloc, timeout=DEADLINE)
            while not ended.is_set():
                link.request("POST", "/v1/drill", b"{}", {"Content-Type": "application/json"})
                link.getresponse().read()
            link.close()

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def drill(self, name, *arguments, environment=None):
        """Its report. The users are back when the fault has ended, and until the service has recovered."""
        process = self.start_drill("--events", *arguments, name=name, environment=environment)
        events = (json.loads(line) for line in process.stdout)
        legs = (event["leg"]["leg"] for event in events if "leg" in event)
        if "acknowledged" in legs:
            wait_for("the drill ends its fault", lambda: self.faults() == [])
            with self.users():
                self.assertIn("recovered", legs, "the drill ended early")
        reports = [event["report"] for event in events if "report" in event]
        error = process.stderr.read()
        self.assertEqual(process.wait(DEADLINE), 0, f"{reports}{error}")
        self.assertEqual(self.faults(), [])
        return reports[0]

    def assert_drill(self, name, alert, *arguments, **options):
        report = self.drill(name, *arguments, **options)
        self.assert_legs(report)
        self.assertEqual((report["drill"], report["alert"]), (name, alert))
        self.assertRegex(report["legs"][0]["note"], r"^POST /v1/drill, \d+\.\d a second$")
        self.assert_told(alert, "WARNING")
        self.assertEqual(self.stack.service("vigie-server")["restarts"], 0, "only service-down stops the service")
        return report

    # --- the local stack with Grafana as its messenger

    def on_the_stack(self, name, alert):
        report = self.assert_drill(name, alert, "--grafana", self.grafana.url, environment={"GRAFANA_TOKEN": EDITOR})
        self.assertEqual(report["source"], "Grafana at " + self.grafana.url)
        self.assertNotIn("skipped", json.dumps(report))
        _, silences = self.grafana.list_silences()
        self.assertEqual([one["status"]["state"] for one in silences], ["expired"])

    def test_high_error_rate_on_the_local_stack(self):
        self.on_the_stack("high-error-rate", "HighErrorRate")

    def test_high_response_time_on_the_local_stack(self):
        self.on_the_stack("high-response-time", "HighResponseTime")

    # --- compose

    def on_compose(self, name, alert):
        docker = self.compose()
        report = self.assert_drill(name, alert, "--compose", COMPOSE, environment={"PATH": docker.path})
        self.assertEqual(report["ground"], "compose")
        self.assertTrue(report["legs"][5]["skipped"], "an anonymous reader may not silence")
        self.assertEqual({words[4] for words in docker.calls if words[2:3] == ["-f"]}, {"port", "exec"},
                         "faults are put and ended within web, which runs all the time")  # fmt: skip
        self.assertTrue(any("DELETE" in words for words in docker.calls), "the fault is ended, and not left to end by itself")
        self.assertTrue(docker.is_up)

    def test_high_error_rate_on_compose(self):
        self.on_compose("high-error-rate", "HighErrorRate")

    def test_high_response_time_on_compose(self):
        self.on_compose("high-response-time", "HighResponseTime")


if __name__ == "__main__":
    unittest.main()
