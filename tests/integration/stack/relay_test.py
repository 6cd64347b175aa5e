"""The relay between Alertmanager and Discord: nothing is lost, and nothing doubled that need not be."""

import json
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from discord_stand_in import PATH, DiscordStandIn
from stack_harness import STACK, wait_for

SOURCE = os.environ["VIGIE_SOURCE"]
sys.path.insert(0, os.path.join(SOURCE, "monitoring/checks"))
import messages  # noqa: E402
from files import Tree  # noqa: E402


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Relay:
    """A `vigie-stack relay` of one test's own."""

    def __init__(self, directory, url, environment):
        self.directory = directory
        self.port = free_port()
        self.environment = {**os.environ, "DISCORD_WEBHOOK_URL": url, **environment}
        self.output = open(os.path.join(directory, "output"), "ab")
        self.process = None

    def start(self):
        command = [STACK, "relay", "--directory", os.path.join(self.directory, "alerts"), "--amtool", shutil.which("amtool"),
                   "--port", str(self.port)]  # fmt: skip
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.output, stderr=subprocess.STDOUT,
                                        env=self.environment)  # fmt: skip
        wait_for("the relay listens", self.is_up)

    def is_up(self):
        if self.process.poll() is not None:
            raise AssertionError("the relay ended:\n" + self.said())
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()

    def close(self):
        self.kill()
        self.output.close()

    def said(self):
        with open(os.path.join(self.directory, "output"), encoding="utf-8") as file:
            return file.read()

    def post(self, body, headers=(), path="/alerts"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data)
        for name, value in {"Content-Type": "application/json", **dict(headers)}.items():
            request.add_header(name, value)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status

    def insist(self, body):
        """As Alertmanager does: again until it is answered 200."""

        def taken():
            try:
                return self.post(body) == 200
            except OSError:
                return False

        wait_for("the relay takes a message", taken)

    def inbox(self):
        entries = {}
        with open(os.path.join(self.directory, "alerts/inbox.jsonl"), encoding="utf-8") as file:
            for line in file:
                step = json.loads(line)
                entries.setdefault(step["id"], {}).update(step)
        return [entries[one] for one in sorted(entries)]

    def outcomes(self):
        return [one.get("outcome", "pending") for one in self.inbox()]


class RelayTest(unittest.TestCase):
    def setUp(self):
        self.discord = DiscordStandIn()
        self.addCleanup(self.discord.stop)
        self.directory = tempfile.mkdtemp(prefix="vigie-relay-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def tearDown(self):
        self.assertEqual(self.discord.violations, [])

    def relay(self, url=None, **environment):
        relay = Relay(self.directory, self.discord.url if url is None else url, environment)
        self.addCleanup(relay.close)
        relay.start()
        return relay

    @staticmethod
    def group(number, status="firing", rule=None, **changes):
        labels = {"alertname": f"Alert{number}", "job": "ai-api", "severity": "warning"}
        annotations = {"summary": "something is wrong.", "description": "It is 12 %.", "steps": "1. Look.", "drill": "0"}
        if rule:
            labels = {"alertname": rule["title"], "job": "ai-api", **rule["labels"]}
            annotations = {name: messages.evaluated(text) for name, text in rule["annotations"].items()
                           if not name.startswith("__")}  # fmt: skip
        annotations.update(changes)
        return {
            "version": "4", "receiver": "relay", "status": status, "externalURL": "http://127.0.0.1:9093",
            "groupLabels": {"alertname": labels["alertname"], "job": "ai-api"}, "truncatedAlerts": 0,
            "commonLabels": labels, "commonAnnotations": annotations, "groupKey": f"{{}}:{number}",
            "alerts": [{
                "status": status, "labels": labels, "annotations": annotations, "startsAt": "2026-01-02T03:04:05.678Z",
                "endsAt": "2026-01-02T03:14:05Z" if status == "resolved" else "0001-01-01T00:00:00Z",
                "generatorURL": "http://127.0.0.1:9090/graph", "fingerprint": f"{number:016x}",
            }],
        }  # fmt: skip

    def wait_delivered(self, *titles):
        wait_for(f"Discord has {titles}, it has {self.discord.titles()}", lambda: len(self.discord.titles()) >= len(titles))
        said = self.discord.titles()
        self.assertEqual(len(said), len(titles), said)
        for title, wanted in zip(said, titles):
            self.assertIn(wanted, title)

    def wait_settled(self, relay, *outcomes):
        wait_for(f"the inbox says {outcomes}", lambda: relay.outcomes() == list(outcomes))

    # --- what a message says

    def test_says_of_every_rule_what_grafana_says(self):
        relay = self.relay(DISCORD_CRITICAL_MENTION="<@&123456789012345678>", VIGIE_RUNBOOK_BASE_URL="https://wiki.example.org/r")
        rules = list(Tree(SOURCE).rules())
        for number, rule in enumerate(rules):
            relay.post(self.group(number, "firing" if number % 2 == 0 else "resolved", rule, drill="0"))
        wait_for("all are delivered", lambda: len(self.discord.titles()) == len(rules))
        for number, (rule, message) in enumerate(zip(rules, self.discord.messages)):
            firing, critical = number % 2 == 0, rule["labels"]["severity"] == "critical"
            title, content = message["embeds"][0]["title"], message["content"]
            self.assertTrue(title.startswith(rule["labels"]["severity"].upper() if firing else "RESOLVED"), title)
            self.assertIn(f"{rule['title']}: {rule['annotations']['summary']}", title)
            for line in rule["annotations"]["steps"].splitlines():
                self.assertIn(line, content)
            self.assertIn("<t:1767323045:T>", content)
            self.assertEqual("<t:1767323645:T>" in content, not firing)
            self.assertIn(f"https://wiki.example.org/r/{rule['annotations']['runbook']}.md", content)
            self.assertIn("[Silence](<http://127.0.0.1:9093/#/silences/new?filter=", content)
            self.assertEqual(content.startswith("<@&123456789012345678>"), firing and critical)
            self.assertNotIn("@everyone", content)
            self.assertNotIn("DRILL", title + content)

    def test_marks_a_drill_and_nothing_else(self):
        relay = self.relay()
        relay.post(self.group(1, drill="1"))
        relay.post(self.group(2, drill="0"))
        self.wait_delivered("DRILL · WARNING · Alert1", "WARNING · Alert2")
        self.assertFalse(self.discord.titles()[1].startswith("DRILL"))
        self.assertNotIn("Runbook:", self.discord.messages[0]["content"])

    def test_cuts_what_is_too_long(self):
        relay = self.relay()
        relay.post(self.group(1, summary="s" * 400, description="ü🔴" * 1500))
        self.wait_delivered("WARNING · Alert1")

    def test_says_the_essentials_where_amtool_cannot_be_run(self):
        relay = self.relay()
        relay.kill()
        with open(os.path.join(self.directory, "alerts/render/broken.tmpl"), "w", encoding="utf-8") as file:
            file.write("{{ broken")
        relay.start()
        relay.post(self.group(1, drill="1"))
        self.wait_delivered("DRILL · WARNING · Alert1: something is wrong.")
        self.assertIn("It is 12 %.", self.discord.messages[0]["content"])
        self.assertIn("without its template", relay.said())

    # --- row 17 of the scoreboard: limits, failures, resets, outages, crashes

    def test_never_undercuts_retry_after(self):
        relay = self.relay()
        self.discord.fail(("limit", 2.3), ("limit", 1.2))
        for number in range(3):
            relay.post(self.group(number))
        self.wait_delivered("Alert0", "Alert1", "Alert2")
        self.assertEqual([what for _, what in self.discord.attempts[:2]], [("limit", 2.3), ("limit", 1.2)])

    def test_keeps_to_retry_after_through_a_restart(self):
        relay = self.relay()
        self.discord.fail(("limit", 4.0))
        relay.post(self.group(1))
        wait_for("Discord has asked to wait, and the inbox knows", lambda: "deferred" in [one["event"] for one in relay.inbox()])
        relay.kill()
        relay.start()
        self.wait_delivered("Alert1")
        self.assertEqual(len(self.discord.attempts), 2)

    def test_waits_before_its_allowance_is_used_up(self):
        relay = self.relay()
        for number in range(12):
            relay.post(self.group(number))
        self.wait_delivered(*[f"Alert{number}" for number in range(12)])
        self.assertEqual([what for _, what in self.discord.attempts if what], [], "Discord had to refuse")

    def test_delivers_after_failures_once_and_in_order(self):
        relay = self.relay()
        self.discord.fail(500, 502, "reset", "hang up")
        relay.post(self.group(1))
        relay.post(self.group(1, "resolved"))
        self.wait_delivered("WARNING · Alert1", "RESOLVED · Alert1")
        self.assertEqual(len(self.discord.attempts), 6, "something was posted by itself")
        pauses = [later[0] - sooner[0] for sooner, later in zip(self.discord.attempts, self.discord.attempts[1:])]
        for pause, least in zip(pauses, (0.5, 1, 2, 4)):
            self.assertGreaterEqual(pause, least, f"the pauses do not grow: {pauses}")
        self.wait_settled(relay, "posted", "posted")
        first, second = (one["tried"] for one in relay.inbox())
        self.assertEqual((first["count"], first["failure"]), (5, "unreachable"))
        self.assertLess(first["first"], first["last"])
        self.assertEqual((second["count"], second.get("failure")), (1, None))

    def test_a_lost_answer_doubles_a_message_once_at_most(self):
        relay = self.relay()
        self.discord.fail("lose")
        relay.post(self.group(1))
        self.wait_settled(relay, "posted")
        self.assertEqual(len(self.discord.attempts), 2)
        self.assertEqual(len(self.discord.titles()), 2)

    def test_an_incident_that_begins_and_ends_in_an_outage_is_told_afterwards(self):
        relay = self.relay()
        self.discord.stop()
        for number in (1, 2):
            relay.post(self.group(number))
            relay.post(self.group(number, "resolved"))
        wait_for("the relay has tried", lambda: "not delivered yet" in relay.said())
        self.assertEqual(relay.outcomes(), ["pending"] * 4)
        self.assertIn("refuses the connection", relay.inbox()[0]["why"])
        self.discord.start()
        self.wait_delivered("WARNING · Alert1", "RESOLVED · Alert1", "WARNING · Alert2", "RESOLVED · Alert2")
        self.wait_settled(relay, *["posted"] * 4)

    def test_what_was_answered_200_survives_kill_9(self):
        self.discord.stop()
        relay = self.relay()
        relay.post(self.group(1))
        relay.kill()
        self.discord.start()
        relay.start()
        self.wait_delivered("Alert1")

    def test_kill_9_at_random_points_loses_nothing_and_doubles_one_each_at_most(self):
        relay = self.relay()
        dice = random.Random(17)
        kills, groups = 12, 24
        for number in range(groups):
            relay.insist(self.group(number))
            if number % 2:
                time.sleep(dice.random() * 0.3)  # where in its work it is struck, not something to wait for
                relay.kill()
                relay.start()
        wait_for("all are settled", lambda: relay.outcomes() == ["posted"] * groups)
        numbers = [int(title.split("Alert")[1].split(":")[0]) for title in self.discord.titles()]
        self.assertEqual(sorted(set(numbers)), list(range(groups)))
        self.assertEqual(numbers, sorted(numbers))
        self.assertLessEqual(max(numbers.count(one) for one in numbers), 2)
        self.assertLessEqual(len(numbers), groups + kills)

    def test_what_alertmanager_sends_again_is_recorded_and_not_told(self):
        relay = self.relay()
        relay.post(self.group(1))
        self.wait_settled(relay, "posted")
        relay.post(self.group(1))
        relay.kill()
        relay.start()
        relay.post(self.group(1))
        relay.post(self.group(1, "resolved"))
        self.wait_delivered("WARNING · Alert1", "RESOLVED · Alert1")
        self.wait_settled(relay, "posted", "repeated", "repeated", "posted")

    def test_a_message_that_discord_refuses_does_not_hold_up_the_next(self):
        relay = self.relay()
        self.discord.fail(400, 400, 400)
        for number in (1, 2, 3):
            relay.post(self.group(number))
        # The second one passes without its embed.
        self.wait_delivered("Alert2", "Alert3")
        self.wait_settled(relay, "refused", "posted", "posted")
        self.assertIn("a scripted failure", relay.inbox()[0]["why"])
        self.assertEqual([one["tried"]["count"] for one in relay.inbox()], [2, 2, 1])
        self.assertEqual([one["tried"].get("failure") for one in relay.inbox()], ["message", "message", None])

    def test_a_webhook_that_is_gone_keeps_the_message_and_says_what_to_do(self):
        relay = self.relay()
        self.discord.fail(404)
        relay.post(self.group(1))
        self.wait_delivered("Alert1")
        self.assertIn("Make a new webhook", relay.said())

    def test_a_full_disk_is_said_to_alertmanager_and_nothing_is_lost(self):
        # As a full disk: the file may not grow. The relay must not be ended by the signal for that, but see the error.
        before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self.addCleanup(signal.signal, signal.SIGXFSZ, before)
        relay = self.relay()
        relay.post(self.group(1))
        self.wait_settled(relay, "posted")
        inbox = os.path.join(self.directory, "alerts/inbox.jsonl")
        usual = resource.prlimit(relay.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(relay.process.pid, resource.RLIMIT_FSIZE, (os.path.getsize(inbox) + 100, usual[1]))
        with self.assertRaises(urllib.error.HTTPError) as refused:
            relay.post(self.group(2))
        self.assertEqual(refused.exception.code, 503)
        self.assertIn("Is the disk full?", refused.exception.read().decode())
        self.assertEqual(relay.outcomes(), ["posted"])
        resource.prlimit(relay.process.pid, resource.RLIMIT_FSIZE, usual)
        relay.insist(self.group(2))
        self.wait_delivered("Alert1", "Alert2")

    # --- nowhere to tell it

    def test_without_a_webhook_everything_is_recorded(self):
        for url in ("", "https://discord.invalid/not-configured"):
            with self.subTest(url=url):
                relay = self.relay(url=url)
                relay.post(self.group(1 if url else 2))
                wait_for("it is kept", lambda: relay.outcomes()[-1] == "kept")
                self.assertIn("WARNING · Alert", relay.inbox()[-1]["message"]["embeds"][0]["title"])
                relay.kill()
        self.assertEqual(self.discord.attempts, [])

    # --- who may write, and what is written where

    def test_refuses_what_is_not_alertmanager(self):
        relay = self.relay()
        body = self.group(1)
        for status, arguments in [
            (403, {"headers": {"Host": "evil.example:80"}}),
            (403, {"headers": {"Origin": "http://127.0.0.1:9093"}}),
            (415, {"headers": {"Content-Type": "text/plain"}}),
            (404, {"path": "/other"}),
        ]:
            with self.assertRaises(urllib.error.HTTPError) as refused:
                relay.post(body, **arguments)
            self.assertEqual(refused.exception.code, status)
        for wrong in (b"{", b"{}", {"alerts": []}, {"alerts": [{"status": "firing"}]}):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                relay.post(wrong)
            self.assertEqual(refused.exception.code, 400)
        with socket.create_connection(("127.0.0.1", relay.port)) as large:
            large.sendall(f"POST /alerts HTTP/1.1\r\nHost: 127.0.0.1:{relay.port}\r\n"
                          "Content-Length: 100000000\r\n\r\n".encode())  # fmt: skip
            self.assertIn(b" 413 ", large.recv(1000))
        self.assertEqual(relay.outcomes(), [])

    def test_the_webhook_is_nowhere_but_in_its_environment(self):
        relay = self.relay()
        self.discord.fail(500, "reset", 404)
        relay.post(self.group(1))
        self.wait_delivered("Alert1")
        with open(f"/proc/{relay.process.pid}/cmdline", encoding="utf-8") as file:
            said = [file.read(), relay.said()]
        for folder, _, names in os.walk(self.directory):
            for name in names:
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    said.append(file.read())
        for text in said:
            self.assertNotIn(PATH.rpartition("/")[2], text)

    def test_a_wrong_webhook_is_named_without_its_value(self):
        relay = Relay(self.directory, "discord.com/secret", {})
        self.addCleanup(relay.close)
        with self.assertRaises(AssertionError):
            relay.start()
        self.assertIn("DISCORD_WEBHOOK_URL must be", relay.said())
        self.assertNotIn("secret", relay.said())

    def test_ends_at_once_when_asked(self):
        relay = self.relay()
        relay.process.send_signal(signal.SIGTERM)
        self.assertEqual(relay.process.wait(timeout=60), 0)


if __name__ == "__main__":
    unittest.main()
