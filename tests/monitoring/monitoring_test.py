"""The files of monitoring/: everything that ./vigie check monitoring says about them, and that it finds what is broken."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = os.environ["VIGIE_SOURCE"]
sys.path.insert(0, os.path.join(SOURCE, "monitoring/checks"))
import check_monitoring  # noqa: E402
import promql  # noqa: E402

PROVISIONING = "monitoring/grafana/provisioning"
ALERTING = f"{PROVISIONING}/alerting"
RULES = f"{ALERTING}/rules.yaml"
POINTS = f"{ALERTING}/contact-points.yaml"
POLICIES = f"{ALERTING}/policies.yaml"
ALERTMANAGER = "monitoring/alertmanager/alertmanager.yml"
TEMPLATES = f"{ALERTING}/templates.yaml"
SOURCES = f"{PROVISIONING}/datasources/prometheus.yaml"
AI_API = "monitoring/grafana/dashboards/ai-api.json"
POSTGRESQL = "monitoring/grafana/dashboards/postgresql.json"
COMPOSE = "docker-compose.yml"
RUNBOOK = "resources/knowledge/en/runbook-service-down.md"

# (file, what stands there, what stands there instead, words of the problem that must be found)
BROKEN = [
    # Grafana's schema
    (RULES, "noDataState: Alerting", "noDataState: NoData", "rules.yaml: groups.0.rules.0.noDataState: 'NoData'"),
    (RULES, "        for: 1m\n", "        keep_firing_for: 1m\n", "keep_firing_for"),
    (RULES, "        title: ServiceDown\n", "", "'title' is a required property"),
    (RULES, "for: 1m", "for: 1.5m", "groups.0.rules.0.for: '1.5m'"),
    (RULES, "uid: vigie-service-down", "uid: vigie-service-down-in-more-than-forty-characters", "groups.0.rules.0.uid"),
    (RULES, "instant: true", "instant: 'true'", "groups.0.rules.0.data.0"),
    (RULES, "params: [0]", "params: ['0']", "groups.0.rules.0.data.2"),
    (RULES, "condition: C", "condition: C\n        condition: A", "the key 'condition' stands twice"),
    (RULES, "apiVersion: 1", "apiVersion: 1\ngroup: []", "'group' was unexpected"),
    (POINTS, "type: discord", "type: slack", "contactPoints.0.receivers.0.type"),
    (POINTS, "use_discord_username: false", "use_discord_username: 'no'", "settings.use_discord_username"),
    (POINTS, "url: $DISCORD_WEBHOOK_URL", "uri: $DISCORD_WEBHOOK_URL", "'url' is a required property"),
    (POLICIES, "group_wait: 10s", "group_wait: 10", "policies.0.group_wait"),
    (SOURCES, "uid: prometheus", "uid: the prometheus", "datasources.0.uid"),
    (f"{PROVISIONING}/dashboards/vigie.yaml", "path:", "paths:", "providers.0.options"),
    # references
    (RULES, "datasourceUid: prometheus", "datasourceUid: thanos", "groups.0.rules.0.data.0"),
    (RULES, "__panelId__: '7'", "__panelId__: '77'", "HighErrorRate: no dashboard ai-api has a panel 77"),
    (POLICIES, "    receiver: discord-default", "    receiver: discord", "the receiver 'discord' is no contact point"),
    (POINTS, 'template "vigie.title"', 'template "vigie.titel"', "no template is called 'vigie.titel'"),
    # $ and the environment
    (POINTS, "$VIGIE_RUNBOOK_BASE_URL", "${VIGIE_RUNBOOK_BASE_URL}", "is filled in twice"),
    (POINTS, "$DISCORD_CRITICAL_MENTION", "$MENTION", "$MENTION is not set in compose"),
    (POINTS, "url: $DISCORD_WEBHOOK_URL", "url: https://discord.com/api/webhooks/1/secret", "is everybody's"),
    (RULES, "severity: critical", "severity: $SEVERITY", "ServiceDown: labels.severity: Grafana would fill in"),
    (RULES, "summary: 'The AI", "summary: '${THE} AI", "ServiceDown: annotations.summary: Grafana would fill in"),
    (RULES, "[5m])) or vector(0))\n", "[$__range])) or vector(0))\n", "fills in no variable in an alert's query"),
    # the design
    (RULES, "severity: critical", "severity: fatal", "ServiceDown: the label severity"),
    (RULES, "title: HighErrorRate", "title: ServiceDown", "the title 'ServiceDown' is used twice"),
    (RULES, "summary: 'The AI", "summary: '{{ $labels.job }}: the AI", "the summary must be a fixed text"),
    (RULES, "(1 - up is {{ $values.A.Value }})", "", "ServiceDown: the description does not say the value"),
    (RULES, "'{{ $values.A.Value }} server(s)", "'{{ humanize $values.A.Value }} server(s)", "MetricsMissing: description: no function"),
    (RULES, ' or absent(up{job="ai-api"})', "", "ServiceDown: A may be empty"),
    (RULES, "          drill: '{{ $values.DRILL.Value }}'\n", "", "ServiceDown: no annotation 'drill'"),
    (RULES, "interval: 10s", "interval: 1m", "must be evaluated every 10s"),
    (POLICIES, "group_interval: 1m", "group_interval: 5m", "group_interval must be 1m"),
    (POLICIES, "repeat_interval: 1h", "repeat_interval: 2h", "critical alerts must be repeated every 1h"),
    (ALERTMANAGER, "group_wait: 10s", "group_wait: 30s", "alertmanager.yml: group_wait must be 10s"),
    (ALERTMANAGER, "repeat_interval: 1h", "repeat_interval: 2h", "alertmanager.yml: critical alerts must be repeated"),
    (ALERTMANAGER, "- name: relay", "- name: delay", "no receiver is called 'relay'"),
    (ALERTMANAGER, "send_resolved: true", "send_resolved: false", "told of resolved alerts too"),
    (SOURCES, "timeInterval: 10s", "timeInterval: 15s", "timeInterval 10s"),
    # expressions
    (RULES, "max by (job) (1 - up", "max by (job (1 - up", "rules.yaml: ServiceDown A: Prometheus does not parse it"),
    (AI_API, '"expr": "avg(up', '"expr": "avg((up', "ai-api.json: Availability A: Prometheus does not parse it"),
    (AI_API, "[$__rate_interval]", "[$__interval_rate]", "Prometheus does not parse it"),
    (RULES, "sum(rate(openai_requests_total", "sum(rate(openai_calls_total", "nobody exports openai_calls_total"),
    (RULES, 'status=~"4..', 'code=~"4..', "http_requests_total has no label 'code'"),
    (RULES, "max by (job, model)", "max by (job, modell)", "groups by 'modell'"),
    (AI_API, "sum by (method, endpoint)", "sum by (method, route)", "groups by 'route'"),
    ("tests/monitoring/exporter-metrics.txt", "pg_up\n", "pg_up\npg_down\n", "nothing uses pg_down"),
    ("docs/metrics.md", "`vigie_journal_depth`", "`vigie_journal_size`", "nobody exports vigie_journal_depth"),
    # dashboards
    (AI_API, '"uid": "ai-api"', '"uid": "ai"', "ai-api.json: no dashboard has this uid"),
    (AI_API, '"title": "Error Rate"', '"title": "Errors"', "no panel is called Error Rate"),
    (AI_API, '"unit": "percentunit"', '"unit": ""', "Availability: no unit"),
    (AI_API, '"description": "Searchable now."', '"description": ""', "Indexed Passages: no description"),
    (AI_API, '"id": 2,', '"id": 1,', "the id 1 is used twice"),
    (AI_API, '"x": 6,', '"x": 5,', "overlaps the panel"),
    (AI_API, '"type": "stat"', '"type": "piechart"', "draws no panel of type piechart"),
    (AI_API, '"legendFormat": "availability"', '"legendFormat": ""', "a query has no legend"),
    (AI_API, "/d/postgresql?${__url_time_range}", "/d/postgresql", "leads neither to a dashboard at the same time"),
    (AI_API, "/d/postgresql?", "/d/postgres?", "no dashboard has this uid"),
    (AI_API, "runbook-service-down.md", "runbook-service-gone.md", "there is no such runbook"),
    (AI_API, '"keepTime": true', '"keepTime": false', "no link to the other dashboards"),
    (AI_API, '"builtIn": 1', '"builtIn": 0', "alert states are not marked"),
    (POSTGRESQL, '"useValueForTime": "on"', '"useValueForTime": "off"', "configuration changes are not marked"),
    # messages
    (TEMPLATES, "toUpper .CommonLabels.severity", "toUpperCase .CommonLabels.severity", 'function "toUpperCase" not defined'),
    (TEMPLATES, "if lt $i 3", "if lt $i 30", "characters; Discord takes 2000"),
    (TEMPLATES, 'reReplaceAll "@" "@\\u200b" $alert', "print $alert", "could call everybody"),
    (TEMPLATES, "else }}RESOLVED{{ end }}", "else }}{{ end }}", "the title does not say 'RESOLVED'"),
    (TEMPLATES, "[Silence](<{{ .SilenceURL }}>)", "", "does not say '[Silence](<http'"),
    (TEMPLATES, ", until <t:{{ $alert.EndsAt.Unix }}:T>", "", "does not say until when"),
    (TEMPLATES, "{{ .CommonAnnotations.steps }}", "", "the message does not say '1. Check whether"),
    (TEMPLATES, "DRILL · ", "", "the title does not say 'DRILL'"),
    (POINTS, '{{ if eq .CommonLabels.severity "critical" }}', "{{ if true }}", "a role is to be called"),
    (RULES, "summary: 'The AI", "summary: '" + "The very long summary of an alert. " * 8 + "The AI", "Discord takes 256"),
    # compose
    (COMPOSE, "grafana/grafana:11.4.0", "grafana/grafana:latest", "grafana: the image grafana/grafana:latest is not pinned"),
    (COMPOSE, "'127.0.0.1:9090:9090'", "'9090:9090'", "prometheus: the port 9090:9090 must be published on 127.0.0.1"),
    (COMPOSE, "    network_mode: none", "    ports: ['127.0.0.1:5432:5432']", "postgres: publishes other ports than none"),
    (COMPOSE, "EXTERNAL_ENABLED: 'false'", "EXTERNAL_ENABLED: 'true'", "grafana: must not offer to publish a snapshot"),
    (COMPOSE, "    user: '472:0'", "    user: '0:0'", "grafana: must not run as root"),
    (COMPOSE, "  cap_drop: [ALL]\n", "", "web: cap_drop must be ['ALL']"),
    (COMPOSE, "  read_only: true\n", "", "web: read_only must be True"),
    (COMPOSE, "['no-new-privileges:true']", "['no-new-privileges:false']", "web: security_opt must be"),
    (COMPOSE, "    mem_limit: 512m\n", "", "grafana: has no mem_limit"),
    (COMPOSE, "  pids_limit: 256\n", "", "web: has no pids_limit"),
    (COMPOSE, "max-size: 10m, ", "", "web: its log is not rotated"),
    (COMPOSE, "    networks: [metrics]\n", "    networks: [metrics]\n    privileged: true\n", "must not be privileged"),
    (COMPOSE, "    healthcheck:\n      # The", "    x-healthcheck:\n      # The", "postgres: has no health check"),
    (COMPOSE, "${GRAFANA_ADMIN_PASSWORD:-}", "${GRAFANA_ADMIN_PASSWORD:-admin}", "GF_SECURITY_ADMIN_PASSWORD holds a secret"),
    (COMPOSE, "postgres: {condition: service_healthy}", "postgres: {condition: service_started}", "web: must wait until postgres"),
    (COMPOSE, "prometheus: {condition: service_healthy}", "web: {condition: service_healthy}", "grafana: must start after"),
    (COMPOSE, "VIGIE_STOP_GRACE:-30s", "VIGIE_STOP_GRACE:-10s", "stop_grace_period must be above"),
    (COMPOSE, "retention.time=200h", "retention.time=15d", "prometheus: must keep 200h"),
    (COMPOSE, ":-https://discord.invalid/not-configured", ":-", "an empty DISCORD_WEBHOOK_URL stops Grafana"),
    (COMPOSE, ":-http://127.0.0.1:3000/}", ":-http://localhost:3000/}", "must be http(s) and name a host with a dot"),
    (COMPOSE, "ORG_ROLE: Viewer", "ORG_ROLE: Editor", "must be a Viewer"),
    (COMPOSE, "CREATION=true", "CREATION=false", "an admin with the password admin"),
    (COMPOSE, "      DISCORD_CRITICAL_MENTION: ${DISCORD_CRITICAL_MENTION:-}\n", "", "which is not set"),
    (COMPOSE, "  node-exporter:\n", "  node:\n", "the services must be"),
    (COMPOSE, "prometheus.yml:ro", "prometheus.yml", "must be mounted read-only"),
    (COMPOSE, "./monitoring/postgres/init-vigie.sh", "./monitoring/postgres/init.sh", "which is not there"),
    ("monitoring/prometheus/prometheus.yml", "node-exporter:9100", "node:9100", "scrapes node, which is no service"),
    (".env.example", "VIGIE_LOG_LEVEL=info\n", "", "VIGIE_LOG_LEVEL is read by docker-compose.yml and not explained"),
    (".env.example", "VIGIE_DRILLS=", "VIGIE_DRILL=", "VIGIE_DRILL is not read"),
    (".env.example", "OPENAI_API_KEY=\n", "OPENAI_API_KEY=sk-1\n", "OPENAI_API_KEY must be empty"),
    (".gitignore", "\n.env\n", "\n", ".env is not ignored"),
    ("Dockerfile", "USER 10001:10001", "USER root", "must end as a user by number"),
    ("Dockerfile", "HEALTHCHECK ", "LABEL ", "has no health check"),
    ("Dockerfile", "ARG BASE=debian:bookworm-slim", "ARG BASE=debian:latest", "both from debian:bookworm-slim"),
    (".dockerignore", "*\n!CMake", "!CMake", "everything is left out"),
    (".dockerignore", "!docs/api.yaml", "!docs/api.json", "docs/api.json is not there"),
    # runbooks
    (RUNBOOK, "# Runbook: ServiceDown", "# ServiceDown", "must begin with '# Runbook: ServiceDown'"),
    (RUNBOOK, "1. Check whether", "1. Look whether", "ServiceDown: step 1 is not how the runbook's begins"),
    (RUNBOOK, "\n3. Start", "\n4. Start it\n5. Start", "must have three steps"),
]  # fmt: skip


def copy_tree(to):
    """What the checks read, and nothing else."""
    for name in ("monitoring", "resources/knowledge"):
        shutil.copytree(os.path.join(SOURCE, name), os.path.join(to, name), ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("core", "server", "cmake"):
        os.makedirs(os.path.join(to, name))  # only that they are there
    for name in ("docs/metrics.md", "docs/api.yaml", "tests/monitoring/exporter-metrics.txt", COMPOSE, ".env.example",
                 "Dockerfile", ".dockerignore", ".gitignore", "CMakeLists.txt", "CMakePresets.json",
                 "resources/model-prices.json"):  # fmt: skip
        os.makedirs(os.path.dirname(os.path.join(to, name)), exist_ok=True)
        shutil.copy(os.path.join(SOURCE, name), os.path.join(to, name))


def packages_with_dependencies(names):
    """What apt would install beside them, as far as it is installed here."""
    listed = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package}\t${Depends}, ${Pre-Depends}\n"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    needs = {}
    for line in listed.splitlines():
        name, _, depends = line.partition("\t")
        needs[name] = {re.split(r"[ :(]", one.strip())[0] for one in re.split(r"[,|]", depends) if one.strip()}
    found, open_ends = set(), list(names)
    while open_ends:
        name = open_ends.pop()
        if name in needs and name not in found:
            found.add(name)
            open_ends += needs[name]
    return found


def owner_of(path):
    """The package of a file, which may be listed by its place before /lib became /usr/lib."""
    for place in (path, path.removeprefix("/usr")):
        found = subprocess.run(["dpkg", "-S", place], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.partition(":")[0]
    return None


class MonitoringTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="vigie-monitoring-")
        cls.addClassCleanup(directory.cleanup)
        cls.copy = directory.name
        copy_tree(cls.copy)

    def broken(self, name, change):
        """The problems of a copy in which one file was changed, one by one."""
        path = os.path.join(self.copy, name)
        with open(path, encoding="utf-8") as file:
            whole = file.read()
        try:
            with open(path, "w", encoding="utf-8") as file:
                file.write(change(whole))
            yield from check_monitoring.problems(self.copy)
        finally:
            with open(path, "w", encoding="utf-8") as file:
                file.write(whole)

    def test_the_repository_has_no_problems(self):
        self.assertEqual(list(check_monitoring.problems(SOURCE)), [])

    def test_what_is_broken_is_found(self):
        for name, what, instead, words in BROKEN:
            with self.subTest(words):

                def change(text, what=what, instead=instead):
                    self.assertIn(what, text)
                    return text.replace(what, instead, 1)

                found = []
                problems = self.broken(name, change)
                for problem in problems:
                    found.append(problem)
                    if words in problem:
                        break
                problems.close()
                self.assertTrue(found and words in found[-1], f"{found} has no '{words}'")

    def test_a_file_that_grafana_stops_at_is_found(self):
        for name, words in (("rules.yaml.orig", "does not end in .yaml"), ("more.yaml", "no schema is known")):
            path = os.path.join(self.copy, ALERTING, name)
            with open(path, "w", encoding="utf-8"):
                pass
            self.addCleanup(os.remove, path)
            self.assertIn(words, " ".join(check_monitoring.problems(self.copy)))

    def test_a_missing_file_is_found(self):
        path = os.path.join(self.copy, POLICIES)
        os.rename(path, path + ".away")
        self.addCleanup(os.rename, path + ".away", path)
        os.rename(path + ".away", os.path.join(self.copy, "away"))
        self.addCleanup(os.rename, os.path.join(self.copy, "away"), path + ".away")
        self.assertIn("alerting/policies.yaml: the file is missing", list(check_monitoring.problems(self.copy)))

    def test_the_command_prints_each_problem_and_fails(self):
        command = [sys.executable, os.path.join(SOURCE, "monitoring/checks/check_monitoring.py"), "--root", self.copy]
        good = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual((good.returncode, good.stdout), (0, "monitoring: all checks passed\n"), good.stderr)
        os.remove(os.path.join(self.copy, RUNBOOK))
        self.addCleanup(shutil.copy, os.path.join(SOURCE, RUNBOOK), os.path.join(self.copy, RUNBOOK))
        bad = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(bad.returncode, 1)
        self.assertIn(f"rules.yaml: ServiceDown: there is no {RUNBOOK}\n", bad.stdout)

    def test_an_expression_is_taken_apart(self):
        expression = (
            'sum by (le, job) (rate(a_total{x="}{", y!~"z"}[5m] offset 1h)) / on () group_left (b) c_bytes > bool 1e3 '
            "unless absent(up) or vector(0)"
        )
        self.assertEqual(promql.selectors(expression), [("a_total", {"x", "y"}), ("c_bytes", set()), ("up", set())])
        self.assertEqual(promql.grouping_labels(expression), {"le", "job", "b"})

    def test_prometheus_accepts_its_configuration(self):
        command = ["promtool", "check", "config", os.path.join(SOURCE, "monitoring/prometheus/prometheus.yml")]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_docker_compose_accepts_its_file(self):
        command = ["docker-compose", "--file", os.path.join(SOURCE, COMPOSE), "config", "--quiet"]
        # Nothing set: no .env of somebody's checkout is read.
        bare = {"PATH": os.environ["PATH"], "HOME": self.copy, "COMPOSE_DISABLE_ENV_FILE": "1"}
        ran = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, env=bare)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertEqual(ran.stderr, "", "a variable without a default")

    def test_the_image_has_every_library_of_the_server(self):
        linked = subprocess.run(
            ["ldd", os.path.join(os.environ["VIGIE_BIN"], "vigie-server")], capture_output=True, text=True, check=True
        ).stdout
        with open(os.path.join(SOURCE, "cmake/debian-packages.txt"), encoding="utf-8") as file:
            wanted = [line.split()[0] for line in file if line.split()[1:] == ["image"]]
        installed = packages_with_dependencies(wanted)
        for path in re.findall(r"=> (/\S+)", linked):
            if re.search(r"/lib(asan|ubsan|tsan)\.", path):
                continue  # a sanitizer's, of a build that no image is made of
            self.assertIn(owner_of(os.path.realpath(path)), installed, f"{path} would be missing in the image")

    def test_dashboards_are_written_as_they_are_read(self):
        for name in sorted(os.listdir(os.path.join(SOURCE, "monitoring/grafana/dashboards"))):
            with open(os.path.join(SOURCE, "monitoring/grafana/dashboards", name), encoding="utf-8") as file:
                text = file.read()
            self.assertEqual(text, json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n", name)


if __name__ == "__main__":
    unittest.main()
