"""The alert rules as the local stack's Prometheus gets them: each does what alert_cases.yaml says, and a broken one does not."""

import os
import subprocess
import tempfile
import unittest

import promtool_cases
import yaml

SOURCE = os.environ["VIGIE_SOURCE"]
STACK = os.path.join(os.environ["VIGIE_BIN"], "vigie-stack")
ALERTING = os.path.join(SOURCE, "monitoring/grafana/provisioning/alerting")
CASES = promtool_cases.read_cases(os.path.join(SOURCE, "tests/monitoring/alert_cases.yaml"))
# The design's alerts (§7): severity, how long, what they are when nothing is known, and when the question fails.
WANTED = {
    "ServiceDown": ("critical", "1m", "Alerting", "OK"),
    "HighErrorRate": ("warning", "2m", "OK", "OK"),
    "HighResponseTime": ("warning", "2m", "OK", "OK"),
    "UpstreamFailing": ("warning", "2m", "OK", "OK"),
    "CircuitOpen": ("warning", "1m", "OK", "OK"),
    "DatabaseDown": ("critical", "1m", "OK", "OK"),
    "JournalNotDraining": ("warning", "5m", "OK", "OK"),
    "DiskFilling": ("warning", "10m", "OK", "OK"),
    "CostOverBudget": ("warning", "10m", "OK", "OK"),
    "MetricsMissing": ("warning", "5m", "OK", "Alerting"),
}
# Each alert broken in the way that people do: the cases must see it.
BREAKS = {
    "ServiceDown": (' or absent(up{job="ai-api"})', ""),
    "HighErrorRate": (", 0.05)", ", 0)"),
    "HighResponseTime": ("> 0.05", "> 0"),
    "UpstreamFailing": (',status!="cancelled"', ""),
    "CircuitOpen": (") > 0", ") > 1"),
    "DatabaseDown": (' or absent(pg_up{job="postgres"})', ""),
    "JournalNotDraining": (">= 0", ">= -1e9"),
    "DiskFilling": ("4 * 3600", "1 * 3600"),
    "CostOverBudget": ("increase", "rate"),
    "MetricsMissing": (" == 1", ""),
}


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, **options)


def grafana_rules():
    with open(os.path.join(ALERTING, "rules.yaml"), encoding="utf-8") as file:
        (group,) = yaml.safe_load(file)["groups"]
    return {rule["title"]: rule for rule in group["rules"]}


class AlertRulesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rules = grafana_rules()
        ran = run(STACK, "alert-rules")
        assert ran.returncode == 0, ran.stderr
        cls.converted = ran.stdout

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="vigie-rules-")
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def write(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run_cases(self, alert, change=lambda rule: None, cases=None):
        """`promtool test rules` on one converted rule, with all its cases or only those that are given."""
        converted = yaml.safe_load(self.converted)
        (group,) = converted["groups"]
        group["rules"] = [rule for rule in group["rules"] if rule["alert"] == alert]
        self.assertEqual(len(group["rules"]), 1, f"{alert} is not among the converted rules")
        change(group["rules"][0])
        self.write(promtool_cases.RULES, yaml.safe_dump(converted, allow_unicode=True))
        spec = {**CASES[alert], "cases": cases or CASES[alert]["cases"]}
        text = promtool_cases.promtool_file(alert, spec, self.rules[alert])
        return run("promtool", "test", "rules", self.write("cases.yml", text))

    def test_the_rules_are_the_designs(self):
        found = {
            title: (rule["labels"]["severity"], rule["for"], rule["noDataState"], rule["execErrState"])
            for title, rule in self.rules.items()
        }
        self.assertEqual(found, WANTED)

    def test_prometheus_accepts_the_converted_rules(self):
        ran = run("promtool", "check", "rules", self.write(promtool_cases.RULES, self.converted))
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertIn("10 rules found", ran.stdout)

    def test_each_alert_has_a_case_of_every_kind(self):
        self.assertEqual(set(CASES), set(WANTED))
        for alert, spec in CASES.items():
            kinds = {case["name"].partition(":")[0] for case in spec["cases"]}
            self.assertLessEqual(promtool_cases.SHOWN, kinds, alert)
            self.assertTrue(any("says" in case for case in spec["cases"]), f"{alert}: no case looks at the message")

    def test_the_cases_hold(self):
        for alert in WANTED:
            with self.subTest(alert):
                ran = self.run_cases(alert)
                self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_the_cases_see_a_broken_expression(self):
        for alert, (what, instead) in BREAKS.items():
            with self.subTest(alert):

                def change(rule, what=what, instead=instead):
                    self.assertIn(what, rule["expr"])
                    rule["expr"] = rule["expr"].replace(what, instead)

                self.assertNotEqual(self.run_cases(alert, change).returncode, 0, "nobody noticed")

    def test_the_cases_see_another_duration(self):
        for alert in WANTED:
            with self.subTest(alert):

                def change(rule):
                    rule["for"] = f"{int(rule['for'][:-1]) + 30}s"

                first = CASES[alert]["cases"][:1]
                self.assertNotEqual(self.run_cases(alert, change, first).returncode, 0, "nobody noticed")

    def test_the_command_reads_a_folder_as_grafana_does(self):
        out = os.path.join(self.directory, "out.yml")
        ran = run(STACK, "alert-rules", "--from", ALERTING, "--output", out)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        with open(out, encoding="utf-8") as file:
            self.assertEqual(file.read(), self.converted)

    def test_the_command_says_in_one_line_what_is_wrong(self):
        with open(os.path.join(ALERTING, "rules.yaml"), encoding="utf-8") as file:
            rules = file.read()
        for name, text, words in (
            ("rules.yaml", rules.replace("for: 1m", "fro: 1m", 1), ["rules.yaml, line ", "'fro' is not a key of a rule"]),
            ("rules.yaml", rules.replace("$labels.job }}", "$labels.job", 1), ["ServiceDown, annotation 'description'"]),
            ("rules.yaml.bak", rules, ["rules.yaml.bak", "must end in .yaml, .yml or .json"]),
        ):
            with self.subTest(words[-1]), tempfile.TemporaryDirectory(prefix="vigie-rules-") as folder:
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
                ran = run(STACK, "alert-rules", "--from", folder)
                self.assertEqual((ran.returncode, ran.stdout), (1, ""))
                self.assertEqual(len(ran.stderr.splitlines()), 1, ran.stderr)
                for word in words:
                    self.assertIn(word, ran.stderr)


if __name__ == "__main__":
    unittest.main()
