"""Grafana's provisioning: it starts with these files, and they say what the design says."""

import re

import jsonschema
import yaml
from schema import SCHEMAS

FOLDER = "monitoring/grafana/provisioning"
# What compose sets for Grafana; any other variable would be empty there.
VARIABLES = {"DISCORD_WEBHOOK_URL", "DISCORD_CRITICAL_MENTION", "VIGIE_RUNBOOK_BASE_URL"}


def check_schema(tree):
    found = {
        f"{folder}/{name}" for folder in tree.names(FOLDER) for name in tree.names(f"{FOLDER}/{folder}")
    }
    for name in sorted(found | set(SCHEMAS)):
        if name.startswith("alerting/") and not name.endswith((".yaml", ".yml", ".json")):
            yield f"{name}: Grafana does not start with a file here that does not end in .yaml, .yml or .json"
        elif name not in SCHEMAS:
            yield f"{name}: no schema is known for this file (monitoring/checks/schema.py)"
        elif name not in found:
            yield f"{name}: the file is missing"
        else:
            yield from check_file(tree, name)


def check_file(tree, name):
    try:
        content = tree.yaml(f"{FOLDER}/{name}")
    except yaml.YAMLError as error:
        yield f"{name}: {' '.join(str(error).split())}"
        return
    validator = jsonschema.Draft7Validator(SCHEMAS[name])
    for error in validator.iter_errors(content):
        # Of an entry that is neither a query nor a threshold, say what is wrong with the one that it is nearest to.
        nearest = jsonschema.exceptions.best_match([error])
        where = ".".join(str(part) for part in nearest.absolute_path)
        yield f"{name}: {where or 'the file'}: {nearest.message}"


def check_references(tree):
    """Each name that a file uses is one that another file defines."""
    sources = {one["uid"] for one in tree.yaml(f"{FOLDER}/datasources/prometheus.yaml")["datasources"]}
    points = tree.yaml(f"{FOLDER}/alerting/contact-points.yaml")["contactPoints"]
    receivers = {point["name"] for point in points}
    (policy,) = tree.yaml(f"{FOLDER}/alerting/policies.yaml")["policies"]
    for route in [policy, *policy.get("routes", [])]:
        if route["receiver"] not in receivers:
            yield f"policies.yaml: the receiver '{route['receiver']}' is no contact point"
    panels = {
        (dashboard["uid"], str(panel["id"])) for _, dashboard in tree.dashboards() for panel in dashboard["panels"]
    }
    for rule in tree.rules():
        for data in rule["data"]:
            if data["datasourceUid"] not in sources | {"__expr__"}:
                yield f"rules.yaml: {rule['title']}: no data source has the uid '{data['datasourceUid']}'"
        panel = (rule["annotations"].get("__dashboardUid__"), rule["annotations"].get("__panelId__"))
        if panel not in panels:
            yield f"rules.yaml: {rule['title']}: no dashboard {panel[0]} has a panel {panel[1]}"
    defined = set(re.findall(r'{{ define "([^"]+)"', tree.yaml(f"{FOLDER}/alerting/templates.yaml")["templates"][0]["template"]))
    for point in points:
        for receiver in point["receivers"]:
            for field in ("title", "message"):
                for name in re.findall(r'{{ *template "([^"]+)"', receiver["settings"][field]):
                    if name not in defined:
                        yield f"contact-points.yaml: {point['name']}: no template is called '{name}'"


def check_environment(tree):
    """Grafana fills in $NAME in contact points and labels, and nothing in queries and templates."""
    for point in tree.yaml(f"{FOLDER}/alerting/contact-points.yaml")["contactPoints"]:
        for receiver in point["receivers"]:
            settings = receiver["settings"]
            for field, text in settings.items():
                if not isinstance(text, str):
                    continue
                if "${" in text:
                    yield f"contact-points.yaml: {field}: write $NAME; what stands in ${{…}} is filled in twice"
                for name in re.findall(r"\$(?!\$|\{)(\w*)", text.replace("$$", "")):
                    if name not in VARIABLES:
                        yield f"contact-points.yaml: {field}: ${name} is not set in compose; a literal dollar is $$"
            if settings["url"] != "$DISCORD_WEBHOOK_URL":
                yield "contact-points.yaml: url: must be $DISCORD_WEBHOOK_URL; a webhook in the repository is everybody's"
    for rule in tree.rules():
        for kind in ("labels", "annotations"):
            for name, text in rule[kind].items():
                if "${" in text or (kind == "labels" and "$" in text):
                    yield f"rules.yaml: {rule['title']}: {kind}.{name}: Grafana would fill in the environment there"
        for data in rule["data"]:
            if "$" in data["model"].get("expr", ""):
                yield f"rules.yaml: {rule['title']} {data['refId']}: Grafana fills in no variable in an alert's query"


def check_rules(tree):
    """What the design asks of every rule beyond Grafana's schema."""
    seen = set()
    for rule in tree.rules():
        title = rule["title"]
        for key in ("uid", "title"):
            if rule[key] in seen:
                yield f"rules.yaml: {title}: the {key} '{rule[key]}' is used twice"
            seen.add(rule[key])
        if rule["labels"].get("severity") not in ("critical", "warning"):
            yield f"rules.yaml: {title}: the label severity must be critical or warning"
        annotations = rule["annotations"]
        for name in ("summary", "description", "steps", "drill", "runbook", "__dashboardUid__", "__panelId__"):
            if not annotations.get(name):
                yield f"rules.yaml: {title}: no annotation '{name}'"
        if "{{" in annotations.get("summary", ""):
            yield f"rules.yaml: {title}: the summary must be a fixed text: it is the title of a group"
        if "$values.A.Value" not in annotations.get("description", ""):
            yield f"rules.yaml: {title}: the description does not say the value ($values.A.Value)"
        # Without an answer there is no value, which a function refuses: Grafana then prints the template as it stands.
        if "Alerting" in (rule.get("noDataState"), rule.get("execErrState")):
            for name, text in annotations.items():
                if re.search(r"{{ *\w+ +\$values", text):
                    yield f"rules.yaml: {title}: {name}: no function around $values: it alarms without a value too"
        queries = {data["refId"]: data["model"] for data in rule["data"]}
        wanted = {"A", "C"} if annotations.get("drill") == "0" else {"A", "DRILL", "C"}
        if set(queries) != wanted or rule["condition"] != "C" or queries["C"]["expression"] != "A":
            yield f"rules.yaml: {title}: a rule has the query A, the threshold C over it as its condition, and DRILL or drill '0'"
            continue
        if not re.search(r"\bor\b", queries["A"]["expr"]):
            yield f"rules.yaml: {title}: A may be empty; end it with 'or vector(0)' or 'or absent(…)'"
        drill = queries.get("DRILL", {}).get("expr")
        if drill and ("vigie_drill_active" not in drill or "or vector(0)" not in drill):
            yield f"rules.yaml: {title}: DRILL must ask for vigie_drill_active and never be empty"
    if tree.has(f"{FOLDER}/alerting/rules.yaml"):
        for group in tree.yaml(f"{FOLDER}/alerting/rules.yaml")["groups"]:
            if group["interval"] != "10s":
                yield f"rules.yaml: the group {group['name']} must be evaluated every 10s"


def check_routing(tree):
    """The design's times: a message within seconds, a failed one tried again within a minute."""
    (policy,) = tree.yaml(f"{FOLDER}/alerting/policies.yaml")["policies"]
    wanted = {
        "receiver": "discord-default",
        "group_by": ["alertname", "job"],
        "group_wait": "10s",
        "group_interval": "1m",
        "repeat_interval": "4h",
    }
    for key, value in wanted.items():
        if policy[key] != value:
            yield f"policies.yaml: {key} must be {value}"
    critical = [
        route for route in policy.get("routes", []) if ["severity", "=", "critical"] in route["object_matchers"]
    ]
    if [route.get("repeat_interval") for route in critical] != ["1h"]:
        yield "policies.yaml: critical alerts must be repeated every 1h"
    yield from check_alertmanager(tree, policy, critical)
    (source,) = tree.yaml(f"{FOLDER}/datasources/prometheus.yaml")["datasources"]
    if (source["uid"], source["jsonData"]["timeInterval"]) != ("prometheus", "10s"):
        yield "prometheus.yaml: the data source must have the uid prometheus and timeInterval 10s"


def check_alertmanager(tree, policy, critical):
    """The local stack's Alertmanager groups, waits and repeats as Grafana does."""
    name = "monitoring/alertmanager/alertmanager.yml"
    if not tree.has(name):
        yield "alertmanager.yml: the file is missing"
        return
    content = tree.yaml(name)
    for key in ("group_by", "group_wait", "group_interval", "repeat_interval"):
        if content["route"].get(key) != policy[key]:
            yield f"alertmanager.yml: {key} must be {policy[key]}, as in policies.yaml"
    own = [route for route in content["route"].get("routes", []) if "severity = critical" in route["matchers"]]
    if [route.get("repeat_interval") for route in own] != [route.get("repeat_interval") for route in critical]:
        yield "alertmanager.yml: critical alerts must be repeated as in policies.yaml"
    receivers = {receiver["name"] for receiver in content["receivers"]}
    for route in [content["route"], *content["route"].get("routes", [])]:
        if route["receiver"] not in receivers:
            yield f"alertmanager.yml: no receiver is called '{route['receiver']}'"
    hooks = [hook for receiver in content["receivers"] for hook in receiver.get("webhook_configs", [])]
    if [hook.get("send_resolved") for hook in hooks] != [True]:
        yield "alertmanager.yml: the one receiver is the relay, which is told of resolved alerts too"
