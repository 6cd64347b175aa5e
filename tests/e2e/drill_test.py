"""From a fault to a message in Discord: the real server, Prometheus, Alertmanager and relay, and a strict stand-in.

The drills run with shortened times (--quick); the alerts are the real ones.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import unittest

from discord_stand_in import DiscordStandIn
from stack_harness import STACK, Home, Stack, get_json, wait_for

DRILLS = {"service-down": "ServiceDown", "high-error-rate": "HighErrorRate", "high-response-time": "HighResponseTime"}
LEGS = ["fault", "metric moved", "pending", "firing", "delivered", "acknowledged", "recovered", "resolved", "resolve delivered"]
# Longer than the window of the mark of a drill, with shortened times and a machine under load.
DEADLINE = 120


class DrillTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.discord = DiscordStandIn()
        cls.addClassCleanup(lambda: cls.discord.stop())
        cls.home = Home()
        cls.addClassCleanup(cls.home.remove)
        cls.stack = Stack(cls.home, environment={"DISCORD_WEBHOOK_URL": cls.discord.url})
        cls.addClassCleanup(cls.stack.close)
        cls.endpoints = cls.stack.wait_ready()["endpoints"]

    def setUp(self):
        wait_for("no alert fires", lambda: not self.alerts(), DEADLINE)
        self.discord.messages.clear()

    def tearDown(self):
        self.assertEqual(self.discord.violations, [])

    # --- what is there

    def rule(self, name="ServiceDown"):
        answer = get_json(self.endpoints["prometheus"] + "/api/v1/rules?type=alert")
        return next(rule for group in answer["data"]["groups"] for rule in group["rules"] if rule["name"] == name)

    def alerts(self):
        """Pending or firing; a disk that fills while others build is none of ours."""
        answer = get_json(self.endpoints["prometheus"] + "/api/v1/alerts")
        return [one for one in answer["data"]["alerts"] if one["labels"]["alertname"] in DRILLS.values()]

    def faults(self):
        try:
            return get_json(self.endpoints["internal"] + "/internal/faults")["data"]
        except OSError:
            return None

    def inbox(self):
        shown = subprocess.run(
            [STACK, "alerts", "--json", "--home", self.home.path], capture_output=True, text=True, timeout=60
        )
        return json.loads(shown.stdout)

    def shown(self):
        return subprocess.run([STACK, "alerts", "--home", self.home.path], capture_output=True, text=True, timeout=60).stdout

    def assert_told_once(self, *titles):
        wait_for(f"Discord has {titles}", lambda: len(self.discord.titles()) >= len(titles), DEADLINE)
        said = self.discord.titles()
        self.assertEqual(len(said), len(titles), said)
        for title, beginning in zip(said, titles):
            self.assertTrue(title.startswith(beginning), said)

    def assert_as_before(self):
        wait_for("the server runs", lambda: self.stack.service("vigie-server")["state"] == "running")
        wait_for("alerts have their usual times", lambda: self.rule()["duration"] == 60)
        wait_for("the fault is gone", lambda: self.faults() == [], DEADLINE)
        silences = get_json(self.endpoints["alertmanager"] + "/api/v2/silences")
        wait_for("no silence is left", lambda: all(one["status"]["state"] == "expired" for one in silences))

    def start_drill(self, name, *arguments):
        drill = subprocess.Popen([STACK, "drill", name, "--quick", "--json", "--home", self.home.path, *arguments],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
        self.addCleanup(lambda: (drill.kill(), drill.communicate()))
        return drill

    def wait_cause(self, what, drill, is_there):
        def there():
            if drill.poll() is not None:
                raise AssertionError("the drill ended: " + "".join(drill.communicate()))
            return is_there()

        wait_for(what, there, DEADLINE)

    def wait_held(self, drill):
        self.wait_cause("the server is held", drill, self.is_held)
        # Or what fires now is told a minute later.
        self.assertTrue(self.knows_alertmanager())

    def is_held(self):
        server = self.stack.service("vigie-server")
        return server["state"] == "stopped" and server["detail"] == "held down by a drill"

    def knows_alertmanager(self):
        return get_json(self.endpoints["prometheus"] + "/api/v1/alertmanagers")["data"]["activeAlertmanagers"]

    def drill(self, name, *arguments):
        drill = self.start_drill(name, *arguments)
        out, error = drill.communicate(timeout=400)
        self.assertEqual(drill.returncode, 0, out + error)
        return json.loads(out)

    # --- the drills

    def assert_drill(self, name, severity, note="posted to Discord"):
        report = self.drill(name)
        self.assertEqual([leg["leg"] for leg in report["legs"]], LEGS)
        times = [leg["seconds"] for leg in report["legs"]]
        self.assertEqual(times, sorted(times))
        self.assertEqual(report["legs"][4]["note"], note)
        self.assert_told_once(f"DRILL · {severity} · {DRILLS[name]}: ", f"DRILL · RESOLVED · {DRILLS[name]}: ")
        self.assert_as_before()

    def test_service_down(self):
        self.assert_drill("service-down", "CRITICAL")

    def test_high_error_rate_while_discord_fails(self):
        # Row 17 of the scoreboard: limits, failures and resets, on both messages.
        self.discord.fail(("limit", 1.3), 500, "reset")
        self.assert_drill("high-error-rate", "WARNING", "posted to Discord at try 4; the last failure: "
                          "the connection was lost before Discord answered")  # fmt: skip
        # Other tests of this stack leave messages that were tried often as well.
        tried = [(one["tried"]["count"], one["tried"]["failure"]) for one in self.inbox()
                 if one["alert"] == "HighErrorRate" and one.get("tried", {}).get("count", 0) > 1]  # fmt: skip
        self.assertIn((4, "unreachable"), tried)
        self.assertIn("tried 4 times from ", self.shown())

    def test_high_response_time_and_its_report(self):
        output = os.path.join(self.home.root, "reports")
        self.drill("high-response-time", "--output", output)
        self.assert_told_once("DRILL · WARNING · HighResponseTime: ", "DRILL · RESOLVED · HighResponseTime: ")
        names = sorted(os.listdir(output))
        self.assertEqual([name.rpartition(".")[2] for name in names], ["json", "md"])
        with open(os.path.join(output, names[1]), encoding="utf-8") as file:
            self.assertIn("# Drill high-response-time: passed", file.read())

    # --- what can go wrong

    def test_an_incident_within_an_outage_of_discord_is_told_afterwards(self):
        self.discord.stop()
        try:
            with self.incident() as control:
                wait_for("the relay has the alert", lambda: self.pending() == ["firing"], DEADLINE)
                control.sendall(b'{"type":"release"}\n')
                wait_for("the relay has the resolve", lambda: self.pending() == ["firing", "resolved"], DEADLINE)
        finally:
            self.discord.start()
        self.assert_told_once("CRITICAL · ServiceDown: ", "RESOLVED · ServiceDown: ")
        self.assert_as_before()

    def test_an_incident_is_told_once_though_its_messengers_are_killed(self):
        log = self.home.data("alertmanager/nflog")
        with self.incident() as control:
            wait_for("the alert is told", lambda: self.discord.titles(), DEADLINE)
            told_at = time.time()
            wait_for("Alertmanager has written down that it told", lambda: os.path.exists(log) and
                     os.path.getmtime(log) > told_at, DEADLINE)  # fmt: skip
            for needle in ("prometheus-alertmanager", "vigie-stack relay"):
                os.kill(self.stack.child(needle), signal.SIGKILL)
            for name in ("alertmanager", "alert-relay"):
                wait_for(f"{name} was started again", lambda name=name: self.stack.service(name)["restarts"] > 0
                         and self.stack.service(name)["state"] == "running")  # fmt: skip
            control.sendall(b'{"type":"release"}\n')
            self.assert_told_once("CRITICAL · ServiceDown: ", "RESOLVED · ServiceDown: ")
        self.assert_as_before()

    @contextlib.contextmanager
    def incident(self):
        """The server is down, with shortened times; no drill marks it."""
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(self.home.runtime + "/control")
            control.sendall(b'{"type":"drill","seconds":600,"quick":true}\n')
            wait_for("the times are shortened", lambda: self.rule()["duration"] < 60)
            wait_for("Prometheus knows Alertmanager", self.knows_alertmanager)
            control.sendall(b'{"type":"hold","service":"vigie-server"}\n')
            wait_for("the server is held", self.is_held)
            yield control

    def pending(self):
        return [one["status"] for one in self.inbox() if one["outcome"] == "pending"]

    def test_kill_9_of_a_drill_leaves_nothing(self):
        drill = self.start_drill("service-down")
        self.wait_held(drill)
        drill.kill()
        self.assert_as_before()

    def test_ctrl_c_ends_a_drill_and_its_fault(self):
        drill = self.start_drill("high-error-rate")
        self.wait_cause("the fault is there", drill, self.faults)
        drill.send_signal(signal.SIGINT)
        out, error = drill.communicate(timeout=60)
        self.assertEqual(drill.returncode, 1, error)
        self.assertEqual(json.loads(out)["error"], "interrupted")
        self.assert_as_before()

    def test_one_drill_at_a_time(self):
        first = self.start_drill("service-down")
        self.wait_held(first)
        second = self.start_drill("high-response-time")
        out, _ = second.communicate(timeout=60)
        self.assertEqual(second.returncode, 1)
        self.assertIn("another drill is under way", json.loads(out)["error"])
        self.assertIsNone(first.poll(), "the first drill goes on")
        first.kill()
        self.assert_as_before()

    def test_a_drill_that_is_none_is_refused(self):
        wrong = self.start_drill("fire")
        _, error = wrong.communicate(timeout=60)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("name one of: service-down", error)


if __name__ == "__main__":
    unittest.main()
