"""From alert_cases.yaml to the files of `promtool test rules`."""

import yaml

RULES = "alert-rules.yml"
# What each alert must be shown to do (the first word of a case's name).
SHOWN = {"fires", "idle", "stray", "no data", "restart", "reset", "vanishes", "resolves"}


def read_cases(path):
    """alert → its cases. Every value stays a text: YAML would read promtool's 0x30 as a number."""
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, yaml.BaseLoader)


def quoted(labels):
    return ",".join(f'{name}="{value}"' for name, value in sorted(labels.items()))


def states(alert, labels, when, state):
    """Expects the alert in a state at a time, and in no other."""
    sample = f'ALERTS{{alertname="{alert}",alertstate="{state}",{quoted(labels)}}}'
    return {
        "expr": f'ALERTS{{alertname="{alert}"}}',
        "eval_time": when,
        "exp_samples": [] if state == "quiet" else [{"labels": sample, "value": 1}],
    }


def never(alert, state, until):
    which = "" if state == "pending" else ',alertstate="firing"'
    return {
        "expr": f'count_over_time(ALERTS{{alertname="{alert}"{which}}}[{until}])',
        "eval_time": until,
        "exp_samples": [],
    }


def says(alert, labels, rule, expected):
    """All annotations: those of the rule, but what the case says of those that are templates."""
    annotations = dict(rule["annotations"])
    annotations.update({name: text for name, text in expected.items() if name != "at"})
    return {
        "alertname": alert,
        "eval_time": expected["at"],
        "exp_alerts": [{"exp_labels": labels, "exp_annotations": annotations}],
    }


def promtool_file(alert, spec, rule):
    tests = []
    for case in spec["cases"]:
        labels = case.get("labels", spec["labels"])
        queries = [states(alert, labels, when, state) for when, state in case.get("at", {}).items()]
        if "never" in case:
            queries.append(never(alert, case["never"], case["until"]))
        test = {
            "name": f"{alert}, {case['name']}",
            "interval": "10s",
            "input_series": [{"series": series, "values": values} for series, values in case["series"].items()],
            "promql_expr_test": queries,
        }
        if "says" in case:
            test["alert_rule_test"] = [says(alert, labels, rule, case["says"])]
        tests.append(test)
    return yaml.safe_dump({"rule_files": [RULES], "evaluation_interval": "10s", "tests": tests}, allow_unicode=True)
