"""./vigie doctor on broken states: each is found, and said with its remedy."""

import datetime
import fcntl
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import types
import unittest
import unittest.mock

from discord_stand_in import PATH, DiscordStandIn
from stack_harness import BIN, Home, Stack, wait_for

SOURCE = os.environ["VIGIE_SOURCE"]
DOCTOR = os.path.join(SOURCE, "doctor/doctor.py")
FAKE_SERVER = os.path.join(SOURCE, "tests/integration/stack/fake_server.py")
sys.path.insert(0, os.path.join(SOURCE, "doctor"))
import home as doctor_home  # noqa: E402
import machine  # noqa: E402
import messengers  # noqa: E402


class DoctorTest(unittest.TestCase):
    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.remove)
        self.variables = {}

    def examine(self, *arguments):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD_", "GRAFANA_"))}
        environment |= {"VIGIE_STACK_HOME": self.home.path, **self.variables}
        ran = subprocess.run([sys.executable, "-B", DOCTOR, "--json", "--bin", BIN, *arguments], capture_output=True, text=True,
                             timeout=120, env=environment)  # fmt: skip
        self.assertIn(ran.returncode, (0, 1), ran.stderr)
        self.said = ran.stdout
        report = json.loads(ran.stdout)
        self.assertEqual(report["ok"], ran.returncode == 0)
        for finding in report["findings"]:
            self.assertNotIn("the check itself failed", finding["what"])
            self.assertEqual(bool(finding["remedy"]), finding["level"] in ("warning", "problem"), finding)
        return report["findings"]

    def assert_found(self, level, check, *words, findings=None):
        findings = self.examine() if findings is None else findings
        fitting = [one for one in findings if one["level"] == level and one["check"] == check
                   and all(word in one["what"] + " → " + one["remedy"] for word in words)]  # fmt: skip
        self.assertTrue(fitting, f"no {level} of '{check}' with {words} in {json.dumps(findings, indent=1, ensure_ascii=False)}")

    def make(self, name, text=""):
        path = self.home.data(name)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    # --- the machine

    def test_names_a_package_that_is_missing(self):
        packages = os.path.join(self.home.root, "packages.txt")
        with open(packages, "w", encoding="utf-8") as file:
            file.write("# roles\nno-such-package   service\nno-such-test  test\n")
        findings = self.examine("--packages", packages)
        self.assert_found("problem", "packages", "no-such-package", "apt-get install", findings=findings)
        self.assert_found("warning", "packages", "no-such-test", "./vigie test", findings=findings)

    def test_names_a_wrong_setting(self):
        self.variables = {"OPENAI_TIMEOUT_SECONDS": "soon"}
        self.assert_found("problem", "configuration", "OPENAI_TIMEOUT_SECONDS")

    def test_says_how_much_of_the_disk_is_free(self):
        context = types.SimpleNamespace(home=types.SimpleNamespace(data="/nonexistent/data"))
        for free, level in ((100_000_000, "problem"), (500_000_000, "warning"), (5_000_000_000, "ok")):
            usage = types.SimpleNamespace(free=free)
            with unittest.mock.patch.object(machine.shutil, "disk_usage", return_value=usage):
                (finding,) = machine.check_disk(context)
            self.assertEqual(finding.level, level)

    def test_says_what_is_not_built(self):
        findings = self.examine("--bin", "/nonexistent")
        self.assert_found("note", "programs", "vigie-server", "./vigie run", findings=findings)

    # --- the directories

    def test_knows_the_stacks_directories(self):
        own = doctor_home.Home({"VIGIE_STACK_HOME": self.home.path}, os.getuid())
        self.assertEqual((own.data, own.runtime), (os.path.join(self.home.path, "data"), self.home.runtime))
        usual = doctor_home.Home({"HOME": "/home/a", "XDG_RUNTIME_DIR": "/run/user/7"}, 7)
        self.assertEqual((usual.data, usual.runtime), ("/home/a/.local/share/vigie", "/run/user/7/vigie"))
        self.assertEqual(doctor_home.Home({"HOME": "/home/a"}, 7).runtime, "/tmp/vigie-7")
        self.assertEqual(doctor_home.Home({}, 0).data, "/var/lib/vigie")

    def test_finds_a_database_that_is_half_made_and_leaves_it(self):
        path = self.make("postgresql/base", "something")
        self.assert_found("problem", "database", "damaged or not complete", "mv ")
        self.assertTrue(os.path.exists(path))

    def test_finds_a_database_that_was_cut_off_or_is_of_another_version(self):
        self.make("postgresql/PG_VERSION", "15\n")
        self.make("postgresql/global/pg_control", "")
        self.assert_found("problem", "database", "damaged or not complete", "mv ")
        self.make("postgresql/PG_VERSION", "9\n")
        self.make("postgresql/global/pg_control", "0" * 8192)
        self.assert_found("problem", "database", "made by PostgreSQL 9", "install postgresql-9", "Upgrade")

    def test_tells_a_killed_postgresql_from_one_that_runs(self):
        self.make("postgresql/PG_VERSION", "15\n")
        self.make("postgresql/global/pg_control", "0" * 8192)
        # Gone, or another program's by now.
        for number in (999999999, os.getpid()):
            self.make("postgresql/postmaster.pid", f"{number}\n")
            self.assert_found("note", "database", "recovers")
        program = os.path.join(self.home.root, "postgres")
        shutil.copy2("/bin/sleep", program)
        with subprocess.Popen([program, "600"]) as postgres:
            self.addCleanup(postgres.kill)
            self.make("postgresql/postmaster.pid", f"{postgres.pid}\n")
            self.assert_found("problem", "database", f"process {postgres.pid}", "kill")
            postgres.kill()

    def test_finds_a_clock_that_was_set_back(self):
        path = self.make("prometheus/wal/00000000")
        now = time.time()
        os.utime(path, (now + 7200, now + 7200))
        self.assert_found("problem", "clock", path, "yet to come", "timedatectl", "prometheus.future")
        os.utime(path, (now, now))
        self.assertFalse([one for one in self.examine() if one["check"] == "clock"])

    def test_finds_a_disk_that_is_mounted_read_only(self):
        home = types.SimpleNamespace(data="/sys", runtime=self.home.runtime)
        info = types.SimpleNamespace(f_flag=os.ST_RDONLY)
        with unittest.mock.patch.object(doctor_home.os, "statvfs", return_value=info):
            findings = list(doctor_home.check_directories(types.SimpleNamespace(home=home)))
        self.assertTrue([one for one in findings if one.level == "problem" and "read-only" in one.what], findings)

    def test_finds_who_holds_the_lock_and_does_not_answer(self):
        os.makedirs(self.home.runtime, mode=0o700)
        with open(self.home.runtime + "/lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_found("problem", "lock", f"process {os.getpid()} holds", f"kill {os.getpid()}")
        self.assert_found("ok", "lock", "free")

    def test_finds_a_directory_that_is_open_to_others(self):
        self.make("x")
        os.chmod(os.path.join(self.home.path, "data"), 0o755)
        self.assert_found("warning", "directories", "open to others", "chmod 700")

    def test_finds_a_port_that_is_busy(self):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            one.listen()
            port = one.getsockname()[1]
            context = types.SimpleNamespace(status=None)
            with unittest.mock.patch.dict(doctor_home.PORTS, {port: "a service"}, clear=True):
                (finding,) = doctor_home.check_ports(context)
        self.assertEqual(finding.level, "warning")
        self.assertIn(f"{port} (a service) is busy", finding.what)
        self.assertIn("ss -ltnp", finding.remedy)

    def test_finds_messages_that_wait_too_long(self):
        old = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=20)
        tried = {"count": 12, "first": "", "last": "", "failure": "unreachable"}
        steps = [{"event": "received", "id": 1, "at": old.isoformat().replace("+00:00", "Z"), "group": {}},
                 {"event": "received", "id": 2, "at": old.isoformat().replace("+00:00", "Z"), "group": {}},
                 {"event": "settled", "id": 1, "at": "", "outcome": "posted"},
                 {"event": "deferred", "id": 2, "until": "", "tried": tried, "why": "no network"}]  # fmt: skip
        self.make("alerts/inbox.jsonl", "".join(json.dumps(step) + "\n" for step in steps))
        self.assert_found("problem", "alert inbox", "1 message(s) wait", "vigie-stack logs alert-relay")
        self.assert_found("problem", "alert inbox", "tried 12 time(s): no network")

    # --- who is told

    def test_says_that_nobody_is_told_without_a_webhook(self):
        self.assert_found("warning", "webhook", "not set")
        self.variables = {"DISCORD_WEBHOOK_URL": "https://discord.invalid/not-configured"}
        self.assert_found("warning", "webhook", "not set")

    def test_asks_discord_without_posting_and_without_printing_the_address(self):
        discord = DiscordStandIn()
        self.addCleanup(lambda: discord.stop())
        self.variables = {"DISCORD_WEBHOOK_URL": discord.url}
        self.assert_found("ok", "webhook", "Discord knows it")
        self.variables = {"DISCORD_WEBHOOK_URL": discord.url[:-1] + "X"}
        self.assert_found("problem", "webhook", "404", "make a new one")
        self.assertEqual(discord.attempts, [])
        self.variables = {"DISCORD_WEBHOOK_URL": f"http://127.0.0.1:9{PATH}"}
        self.assert_found("problem", "webhook", "cannot be asked")
        self.assertNotIn(PATH.rpartition("/")[2], self.said)
        self.variables = {"DISCORD_WEBHOOK_URL": "my-secret-webhook"}
        self.assert_found("problem", "webhook", "is not the address")
        self.assertNotIn("secret", self.said)

    def grafana(self, pages):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                status, body = pages.get(self.path.partition("?")[0], (404, {}))
                text = json.dumps(body).encode()
                self.send_response_only(status)
                self.send_header("Date", pages.get("date") or self.date_time_string())
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.variables = {"GRAFANA_URL": f"http://127.0.0.1:{server.server_port}/"}

    def provisioned(self):
        context = types.SimpleNamespace(root=SOURCE)
        rules = [{"name": name, "health": "ok", "state": "inactive"} for name in messengers.titles(context)]
        return {
            "/api/health": (200, {"version": "11.4.0"}),
            "/api/prometheus/grafana/api/v1/rules": (200, {"status": "success", "data": {"groups": [{"rules": rules}]}}),
            "/api/search": (200, [{"uid": uid} for uid in messengers.uids(context)]),
        }

    def test_is_content_with_a_grafana_that_is_provisioned(self):
        self.grafana(self.provisioned())
        findings = self.examine()
        self.assert_found("ok", "grafana", "10 alert rules are provisioned", findings=findings)
        self.assertFalse([one for one in findings if one["check"] == "grafana" and one["level"] == "problem"])

    def test_finds_what_a_grafana_lacks(self):
        pages = self.provisioned()
        rules = pages["/api/prometheus/grafana/api/v1/rules"][1]["data"]["groups"][0]["rules"]
        rules.remove(next(rule for rule in rules if rule["name"] == "DiskFilling"))
        rules[0].update(health="error", lastError="no such host")
        pages["/api/search"] = (200, [{"uid": "ai-api"}])
        pages["date"] = "Thu, 01 Jan 2026 00:00:00 GMT"
        self.grafana(pages)
        findings = self.examine()
        self.assert_found("problem", "grafana", "not provisioned: DiskFilling", "restart", findings=findings)
        self.assert_found("problem", "grafana", "no such host", findings=findings)
        self.assert_found("problem", "grafana", "no dashboard feedback-loop, postgresql", findings=findings)
        self.assert_found("warning", "clock", "Grafana", "timedatectl", findings=findings)

    def test_says_what_a_grafana_that_refuses_needs(self):
        pages = self.provisioned()
        pages["/api/prometheus/grafana/api/v1/rules"] = (401, {"message": "Unauthorized"})
        self.grafana(pages)
        self.assert_found("warning", "grafana", "401", "GRAFANA_TOKEN")

    def test_finds_a_contact_point_that_fails(self):
        pages = self.provisioned()
        pages["/api/alertmanager/grafana/config/api/v1/receivers"] = (200, [
            {"name": "discord-default", "integrations": [
                {"name": "discord", "lastNotifyAttempt": "2026-01-01T10:00:00.000Z",
                 "lastNotifyAttemptError": f'Post "https://discord.com{PATH}": no such host'}]},
            {"name": "email", "integrations": [{"name": "email", "lastNotifyAttempt": "0001-01-01T00:00:00.000Z"}]}])  # fmt: skip
        self.grafana(pages)
        self.assert_found("problem", "grafana", "discord-default failed at 2026-01-01", "no such host", "DISCORD_WEBHOOK_URL")
        self.assertNotIn(PATH.rpartition("/")[2], self.said)

    def test_says_that_a_grafana_that_is_named_does_not_answer(self):
        self.variables = {"GRAFANA_URL": "http://127.0.0.1:9"}
        self.assert_found("problem", "grafana", "does not answer", "docker compose up -d")

    # --- a running stack

    def test_finds_what_is_wrong_with_a_running_stack(self):
        stack = Stack(self.home, server=FAKE_SERVER)
        self.addCleanup(stack.close)
        stack.wait_ready()
        findings = self.examine()
        for check, words in (("services", "alert-relay runs"), ("lock", "running stack"), ("alert rules", "10 are evaluated"),
                             ("retention", "200h"), ("alertmanager", "nothing is silenced"), ("alert inbox", "")):  # fmt: skip
            self.assert_found("ok", check, words, findings=findings)
        # The fake server's /metrics is none: Prometheus cannot read it.
        wait_for("a target is down", lambda: any(one["check"] == "scrape targets" and one["level"] == "problem"
                                                 for one in self.examine()))  # fmt: skip
        self.assert_found("problem", "scrape targets", "ai-api is down")

        with open(self.home.data("alert-rules.yml"), "w", encoding="utf-8") as file:
            file.write("groups: [broken")
        os.kill(stack.child("/prometheus --config"), signal.SIGHUP)
        wait_for("the doctor sees that the rules cannot be loaded", lambda: any(
            "could not load" in one["what"] for one in self.examine()))  # fmt: skip

        os.kill(stack.child("prometheus-node-exporter"), signal.SIGSTOP)
        wait_for("the stack sees that the exporter hangs", lambda: stack.service("node-exporter")["state"] != "running")
        self.assert_found("problem", "services", "node-exporter is", "vigie-stack logs node-exporter")


if __name__ == "__main__":
    unittest.main()
