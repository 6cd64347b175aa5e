"""The drills with the alerts' real times, and that nothing is told while nothing is wrong. Nearly two hours."""

import json
import subprocess
import time
import unittest

from discord_stand_in import DiscordStandIn
from stack_harness import STACK, Home, Stack, get_json

QUIET_SECONDS = 30 * 60


class DrillLongTest(unittest.TestCase):
    def setUp(self):
        self.discord = DiscordStandIn()
        self.addCleanup(self.discord.stop)
        self.home = Home()
        self.addCleanup(self.home.remove)
        self.stack = Stack(self.home, environment={"DISCORD_WEBHOOK_URL": self.discord.url})
        self.addCleanup(self.stack.close)
        self.endpoints = self.stack.wait_ready()["endpoints"]

    def tearDown(self):
        self.assertEqual(self.discord.violations, [])

    def assert_drill(self, name):
        ran = subprocess.run([STACK, "drill", name, "--json", "--home", self.home.path], capture_output=True, text=True,
                             timeout=2400)  # fmt: skip
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertTrue(json.loads(ran.stdout)["passed"])
        said = self.discord.titles()
        self.assertEqual(len(said), 2, said)
        self.assertTrue(said[0].startswith("DRILL · ") and said[1].startswith("DRILL · RESOLVED · "), said)

    def test_service_down_is_told_within_100_seconds(self):
        self.assert_drill("service-down")

    def test_high_error_rate_is_told_within_270_seconds(self):
        self.assert_drill("high-error-rate")

    def test_high_response_time_is_told_within_270_seconds(self):
        self.assert_drill("high-response-time")

    def test_nothing_is_told_of_an_idle_service(self):
        time.sleep(QUIET_SECONDS)  # the time itself is what is tested
        self.assertEqual(self.discord.titles(), [])

    def test_nothing_is_told_of_a_service_that_is_used(self):
        question = {"model": "extractive", "messages": [{"role": "user", "content": "What do I do when ServiceDown fires?"}]}
        end = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < end:
            get_json(self.endpoints["server"] + "/v1/chat/completions", question)
            time.sleep(0.5)  # two questions a second
        self.assertEqual(self.discord.titles(), [])


if __name__ == "__main__":
    unittest.main()
