"""vigie-stack with the real PostgreSQL, Prometheus and exporters: starting, joining, crashing, stopping."""

import os
import re
import shutil
import signal
import socket
import subprocess
import unittest
import urllib.error

from stack_harness import STACK, Home, Stack, descendants, get_json, still_alive, wait_for

FAKE_SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fake_server.py")
SERVICES = ["postgresql", "vigie-server", "prometheus", "node-exporter", "postgres-exporter", "alertmanager", "alert-relay"]


class StackTest(unittest.TestCase):
    """Each test has a stack of its own; the database is made once and used one after the other."""

    @classmethod
    def setUpClass(cls):
        cls.home = Home()
        cls.addClassCleanup(cls.home.remove)

    def start(self, *arguments, home=None, **options):
        stack = Stack(home or self.home, *arguments, server=options.pop("server", FAKE_SERVER), **options)
        self.addCleanup(stack.close)
        return stack

    def fresh_home(self):
        home = Home()
        self.addCleanup(home.remove)
        return home

    def test_first_start_makes_the_database_and_says_where_everything_is(self):
        stack = self.start(home=self.fresh_home())
        status = stack.wait_ready()
        self.assertEqual([one["name"] for one in status["services"]], SERVICES)
        self.assertEqual({one["state"] for one in status["services"]}, {"running"})
        said = stack.said()
        for address in status["endpoints"].values():
            self.assertIn(address, said)
        self.assertIn("the first database was made in", said)
        self.assertEqual(stack.stop(), 0, stack.said())
        self.assertIn("Stopped.", stack.said())

    def test_children_get_only_the_environment_they_need(self):
        stack = self.start(environment={"CANARY_OF_THE_CALLER": "1", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"})
        stack.wait_ready()
        environment = self.home.log("vigie-server").rpartition("environment:")[2]
        self.assertIn("DATABASE_URL", environment)
        self.assertIn("OPENAI_BASE_URL", environment)
        self.assertNotIn("CANARY", environment)

    def test_everything_is_private_and_runs_as_no_root(self):
        stack = self.start()
        stack.wait_ready()
        for directory in ("data", "log", "data/postgresql"):
            self.assertEqual(os.stat(os.path.join(self.home.path, directory)).st_mode & 0o777, 0o700, directory)
        for pid, _ in descendants(stack.process.pid):
            try:
                self.assertNotEqual(os.stat(f"/proc/{pid}").st_uid, 0, f"process {pid} runs as root")
            except FileNotFoundError:
                pass

    def test_second_start_joins_the_first(self):
        first = self.start()
        address = first.wait_ready()["endpoints"]["server"]
        second = self.start()
        wait_for("the second start says that it joined", lambda: "joined it" in second.said())
        self.assertIn(address, second.said())
        self.assertEqual(second.stop(), 0)
        self.assertEqual(first.status()["phase"], "ready")
        third = self.start()
        wait_for("the third start says that it joined", lambda: "joined it" in third.said())
        self.assertEqual(first.stop(), 0)
        self.assertEqual(third.wait_ended(), 0)
        self.assertIn("has ended", third.said())

    def test_a_child_that_crashes_is_started_again(self):
        stack = self.start()
        stack.wait_ready()
        for name, needle in [
            ("postgresql", "/bin/postgres"),
            ("vigie-server", "fake_server.py"),
            ("prometheus", "/prometheus --config"),
            ("postgres-exporter", "prometheus-postgres-exporter"),
            ("alertmanager", "prometheus-alertmanager"),
            ("alert-relay", "vigie-stack relay"),
        ]:
            pid = stack.child(needle)
            self.assertIsNotNone(pid, name)
            os.kill(pid, signal.SIGKILL)

            def again(name=name):
                service = stack.service(name)
                return service["restarts"] >= 1 and service["state"] == "running"

            wait_for(f"{name} runs again", again)
        self.assertIn("prometheus: was ended by signal 9", stack.said())
        self.assertIn("prometheus: runs again", stack.said())

    def test_nothing_survives_kill_9_and_the_next_start_recovers(self):
        stack = self.start()
        stack.wait_ready()
        below = descendants(stack.process.pid)
        self.assertGreater(len(below), len(SERVICES))  # PostgreSQL's own children too
        os.kill(stack.process.pid, signal.SIGKILL)
        stack.process.wait()
        wait_for("every descendant of the killed stack is gone", lambda: not still_alive(below), 20)
        self.start().wait_ready()

    def test_nothing_survives_kill_9_during_the_first_start(self):
        home = self.fresh_home()
        stack = self.start(home=home)
        wait_for("initdb is at work", lambda: os.path.isdir(home.data("postgresql.new")))
        below = descendants(stack.process.pid)
        os.kill(stack.process.pid, signal.SIGKILL)
        stack.process.wait()
        wait_for("every descendant of the killed stack is gone", lambda: not still_alive(below), 20)
        self.assertFalse(os.path.exists(home.data("postgresql")))
        again = self.start(home=home)
        again.wait_ready()
        self.assertFalse(os.path.exists(home.data("postgresql.new")))

    def test_a_busy_port_is_replaced_and_said_so(self):
        taken = socket.socket()
        self.addCleanup(taken.close)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 9090))
            taken.listen()
        except OSError:
            pass  # another program has it: as good
        stack = self.start(any_port=False)
        status = stack.wait_ready()
        self.assertNotEqual(status["endpoints"]["prometheus"], "http://127.0.0.1:9090")
        self.assertRegex(stack.said(), r"prometheus: port 9090 is busy; using \d+")

    def test_stops_postgresql_after_those_who_use_it(self):
        stack = self.start()
        stack.wait_ready()
        self.assertEqual(stack.stop(signal.SIGTERM), 0)
        server = re.findall(r"stopped at (\S+ \S+)", self.home.log("vigie-server"))[-1]
        database = re.findall(r"^(\S+ \S+) UTC .*received fast shutdown", self.home.log("postgresql"), re.M)[-1]
        self.assertLess(server, database)
        self.assertIn("database system is shut down", self.home.log("postgresql").splitlines()[-1])

    def test_stop_command_ends_it(self):
        stack = self.start()
        stack.wait_ready()
        stop = subprocess.run([STACK, "stop", "--home", self.home.path], capture_output=True, text=True, timeout=60)
        self.assertEqual(stop.returncode, 0, stop.stderr)
        self.assertEqual(stack.wait_ended(), 0)
        status = subprocess.run([STACK, "status", "--home", self.home.path], capture_output=True, text=True, timeout=60)
        self.assertEqual(status.returncode, 3)
        self.assertIn("no stack is running", status.stderr)

    def test_logs_command_shows_the_newest_lines(self):
        stack = self.start()
        stack.wait_ready()
        command = [STACK, "logs", "--home", self.home.path, "-n", "1", "postgresql"]
        logs = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertIn("ready to accept connections", logs.stdout)
        wrong = subprocess.run([*command[:-1], "nginx"], capture_output=True, text=True, timeout=60)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("name one of: postgresql", wrong.stderr)

    # --- alerts and drills

    def test_a_grafana_that_is_named_is_the_only_messenger(self):
        stack = self.start(environment={"GRAFANA_URL": "http://127.0.0.1:3000"})
        status = stack.wait_ready()
        names = [one["name"] for one in status["services"]]
        self.assertEqual(names, [name for name in SERVICES if not name.startswith("alert")])
        self.assertEqual(status["endpoints"]["alertmanager"], "")
        told = get_json(status["endpoints"]["prometheus"] + "/api/v1/alertmanagers")["data"]
        self.assertEqual(told["activeAlertmanagers"], [])

    def test_prometheus_tells_alertmanager_below_its_secret_path(self):
        stack = self.start()
        endpoints = stack.wait_ready()["endpoints"]
        self.assertRegex(endpoints["alertmanager"], r"^http://127\.0\.0\.1:\d+/[0-9a-f]{32}$")

        def told():
            found = get_json(endpoints["prometheus"] + "/api/v1/alertmanagers")["data"]["activeAlertmanagers"]
            return [one["url"] for one in found]

        wait_for("Prometheus knows its Alertmanager", lambda: told() == [endpoints["alertmanager"] + "/api/v2/alerts"])
        with self.assertRaises(urllib.error.HTTPError) as refused:
            get_json(endpoints["alertmanager"].rpartition("/")[0] + "/api/v2/alerts")
        self.assertEqual(refused.exception.code, 404)

    def test_a_wrong_webhook_stops_the_start_and_is_not_printed(self):
        stack = self.start(environment={"DISCORD_WEBHOOK_URL": "discord.com/api/webhooks/1/secret"})
        self.assert_fails_with(stack, "DISCORD_WEBHOOK_URL must be")
        self.assertNotIn("secret", stack.said())

    def hold_server(self, stack):
        control = socket.socket(socket.AF_UNIX)
        self.addCleanup(control.close)
        control.connect(self.home.runtime + "/control")
        control.sendall(b'{"type":"drill","seconds":600}\n{"type":"hold","service":"vigie-server"}\n')
        wait_for("the server is held", lambda: stack.service("vigie-server")["state"] == "stopped")
        return control

    def test_a_service_is_held_down_by_a_lease_and_no_longer(self):
        stack = self.start()
        stack.wait_ready()
        control = self.hold_server(stack)
        self.assertEqual(stack.status()["phase"], "degraded")
        self.assertIn("vigie-server: held down by a drill", stack.said())
        control.close()
        self.assertEqual(stack.wait_ready()["phase"], "ready")

    def test_only_the_holder_of_the_lease_may_hold(self):
        stack = self.start()
        stack.wait_ready()
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(self.home.runtime + "/control")
            control.sendall(b'{"type":"hold","service":"vigie-server"}\n')
            answers = control.makefile(encoding="utf-8")
            answer = next(line for line in answers if '"type":"drill"' in line)
        self.assertIn('"granted":false', answer)
        self.assertEqual(stack.service("vigie-server")["state"], "running")

    def test_a_stack_stops_though_a_service_is_held(self):
        stack = self.start()
        stack.wait_ready()
        self.hold_server(stack)
        self.assertEqual(stack.stop(), 0, stack.said())

    # --- what is wrong is said in one line with its remedy

    def assert_fails_with(self, stack, *words):
        self.assertEqual(stack.wait_ended(), 1, stack.said())
        complaints = [line for line in stack.said().splitlines() if line.startswith("vigie-stack: ")]
        for word in words:
            self.assertIn(word, complaints[-1])

    def test_a_missing_package_is_named(self):
        stack = self.start(environment={"PATH": "/nonexistent"})
        self.assert_fails_with(stack, "prometheus", "prometheus-node-exporter", "apt-get install")

    def test_a_missing_server_is_named(self):
        stack = self.start(server="/nonexistent/vigie-server")
        self.assert_fails_with(stack, "vigie-server is not there", "./vigie build")

    def test_a_damaged_database_is_left_alone_and_said_so(self):
        home = self.fresh_home()
        os.makedirs(home.data("postgresql"))
        with open(home.data("postgresql/base"), "w", encoding="utf-8") as file:
            file.write("something")
        stack = self.start(home=home)
        self.assert_fails_with(stack, "damaged or not complete", home.data("postgresql"), "mv ")
        self.assertTrue(os.path.exists(home.data("postgresql/base")))

    def cluster_of(self, version, control):
        """A home whose database has this version and control file: enough to be refused before it is touched."""
        home = self.fresh_home()
        os.makedirs(home.data("postgresql/global"))
        for name, text in (("PG_VERSION", version), ("global/pg_control", control)):
            with open(home.data("postgresql/" + name), "w", encoding="utf-8") as file:
                file.write(text)
        return home

    def test_a_database_that_was_cut_off_is_left_alone_and_said_so(self):
        home = self.cluster_of("15\n", "")
        self.assert_fails_with(self.start(home=home), "damaged or not complete", home.data("postgresql"), "mv ")
        self.assertEqual(os.listdir(home.data("postgresql/global")), ["pg_control"])

    def test_a_database_of_another_version_is_left_alone_and_said_so(self):
        home = self.cluster_of("9\n", "0" * 8192)
        self.assert_fails_with(self.start(home=home), "made by PostgreSQL 9", "install postgresql-9", "Upgrade")
        self.assertEqual(sorted(os.listdir(home.data("postgresql"))), ["PG_VERSION", "global"])

    def lock_of(self, program):
        """After a crash of the machine: postmaster.pid names a process of the same user, which runs `program`."""
        self.start().wait_ready()
        self.doCleanups()
        user = "postgres" if os.getuid() == 0 else None
        other = subprocess.Popen([program, "600"], user=user, cwd="/")
        self.addCleanup(lambda: (other.kill(), other.wait()))
        path = self.home.data("postgresql/postmaster.pid")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{other.pid}\n{self.home.data('postgresql')}\n1700000000\n5432\n/nowhere\n\n\nready   \n")
        owner = os.stat(self.home.data("postgresql"))
        os.chown(path, owner.st_uid, owner.st_gid)
        return path, other.pid

    def test_a_lock_of_the_database_that_a_crash_left_holds_nobody_up(self):
        self.lock_of("/bin/sleep")
        self.start().wait_ready()

    def test_a_lock_of_the_database_that_another_postgresql_may_hold_is_named(self):
        postgres = os.path.join(self.home.root, "postgres")
        shutil.copy2("/bin/sleep", postgres)
        path, pid = self.lock_of(postgres)
        self.addCleanup(lambda: os.path.exists(path) and os.remove(path))
        self.assert_fails_with(self.start(), f"process {pid} is named in {path}", f"kill {pid}", f"rm {path}")
        self.assertTrue(os.path.exists(path))

    def test_what_ran_well_is_tried_until_its_disk_has_room_again(self):
        full = os.path.join(self.home.root, "full")
        stack = self.start(environment={"OPENAI_MODEL": "full " + full})
        stack.wait_ready()
        with open(full, "w", encoding="utf-8"):
            pass

        def tried():
            service = stack.service("vigie-server")
            # Six starts in a row are given up for any other reason.
            return service["restarts"] > 6 and service["detail"] == "the disk is full: free some space"

        wait_for("it was tried more than six times", tried)
        os.remove(full)
        wait_for("it runs again", lambda: stack.service("vigie-server")["state"] == "running")

    def test_a_stack_that_hangs_is_told_from_none(self):
        stack = self.start()
        stack.wait_ready()
        stack.process.send_signal(signal.SIGSTOP)
        try:
            status = subprocess.run([STACK, "status", "--home", self.home.path], capture_output=True, text=True, timeout=60)
        finally:
            stack.process.send_signal(signal.SIGCONT)
        self.assertEqual(status.returncode, 1)
        self.assertIn(f"the stack that runs (process {stack.process.pid}) does not answer: end it", status.stderr)

    def test_a_place_that_cannot_be_made_is_named(self):
        home = self.fresh_home()
        with open(home.path, "w", encoding="utf-8"):
            pass  # a file where the directory should be
        self.assert_fails_with(self.start(home=home), "cannot make", home.path, "VIGIE_STACK_HOME")

    def test_a_server_that_cannot_start_stops_the_stack_with_its_reason(self):
        stack = self.start(environment={"OPENAI_MODEL": "exit"})
        self.assert_fails_with(stack, "vigie-server: ended with exit code 2", "not something this server can serve")
        self.assertFalse(descendants(stack.process.pid))

    # --- attached, as the console starts it

    def test_an_attached_stack_ends_with_its_last_client(self):
        stack = self.start("--attached")
        stack.wait_ready()
        clients = [socket.socket(socket.AF_UNIX) for _ in range(2)]
        for client in clients:
            client.connect(self.home.runtime + "/control")
            client.sendall(b'{"type":"attach"}\n')
        clients[0].close()
        with self.assertRaises(subprocess.TimeoutExpired):
            stack.process.wait(timeout=4)  # longer than it lingers: the other client still needs it
        clients[1].close()
        self.assertEqual(stack.wait_ended(), 0)


if __name__ == "__main__":
    unittest.main()
