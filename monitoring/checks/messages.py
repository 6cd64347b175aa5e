"""Message templates, rendered as Alertmanager's library does it (Grafana's is built on it) and held to Discord's limits."""

import json
import os
import re
import subprocess
import tempfile

ALERTING = "monitoring/grafana/provisioning/alerting"
MOST_CONTENT = 2000
MOST_TITLE = 256
# What Grafana's data has and Alertmanager's has not: read from an annotation here.
OF_GRAFANA = ("PanelURL", "DashboardURL", "SilenceURL")
ENVIRONMENT = {
    "DISCORD_WEBHOOK_URL": "https://discord.com/api/webhooks/1/x",
    "DISCORD_CRITICAL_MENTION": "<@&123456789012345678>",
    "VIGIE_RUNBOOK_BASE_URL": "http://127.0.0.1:3000/public/vigie-runbooks/en",
}
# One run of amtool renders title and message.
BETWEEN = "\n-- message --\n"
LONG = "@everyone/" + "a-very-long-name/" * 6


def evaluated(text):
    """An annotation as Grafana gives it to the template: labels and values as long as they may be."""
    text = re.sub(r"{{ *\$labels\.\w+ *}}", LONG, text)
    return re.sub(r"{{[^}]*\$values[^}]*}}", "123.4567%", text)


def expanded(text):
    return re.sub(r"\$(\w+)", lambda found: ENVIRONMENT.get(found.group(1), ""), text)


def sample(rule, status, how_many, drill):
    """The data of one message: a group of alerts of one rule."""
    labels = {"alertname": rule["title"], "job": "ai-api", **rule["labels"]}
    visible = {name: evaluated(text) for name, text in rule["annotations"].items() if not name.startswith("__")}
    visible["drill"] = "1" if drill else "0"
    query = "orgId=1&from=1700000000000&to=1700003600000"
    links = {
        "PanelURL": f"http://127.0.0.1:3000/d/ai-api?{query}&viewPanel=18",
        "DashboardURL": f"http://127.0.0.1:3000/d/ai-api?{query}",
        "SilenceURL": "http://127.0.0.1:3000/alerting/silence/new?alertmanager=grafana&matcher=__alert_rule_uid__%3D"
        + rule["uid"] + "".join(f"&matcher={name}%3D{value}" for name, value in labels.items()),
    }  # fmt: skip
    alerts = [
        {
            "status": status,
            "labels": {**labels, "instance": str(number)},
            "annotations": {**visible, **links},
            "startsAt": "2026-01-02T03:04:05Z",
            "endsAt": "2026-01-02T03:14:05Z",
        }
        for number in range(how_many)
    ]
    return {"status": status, "alerts": alerts, "commonLabels": labels, "commonAnnotations": visible, "groupLabels": labels}


def render(folder, text, data):
    path = os.path.join(folder, "data.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(data, file)
    command = ["amtool", "template", "render", f"--template.glob={folder}/*.tmpl", f"--template.text={text}",
               f"--template.data={path}"]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if ran.returncode != 0:
        raise ValueError(" ".join((ran.stderr or ran.stdout).split()))
    return ran.stdout


def check_messages(tree):
    (receiver,) = tree.yaml(f"{ALERTING}/contact-points.yaml")["contactPoints"][0]["receivers"]
    (templates,) = tree.yaml(f"{ALERTING}/templates.yaml")["templates"]
    both = BETWEEN.join(expanded(receiver["settings"][field]) for field in ("title", "message"))
    with tempfile.TemporaryDirectory(prefix="vigie-messages-") as folder:
        template = templates["template"]
        for field in OF_GRAFANA:
            template = template.replace("." + field, ".Annotations." + field)
        with open(os.path.join(folder, "vigie.tmpl"), "w", encoding="utf-8") as file:
            file.write(template)
        for rule in tree.rules():
            # The longest message, a resolve of one, and a drill where there is one.
            drills = rule["annotations"]["drill"] != "0"
            for status, how_many, drill in (("firing", 5, False), ("resolved", 1, False), ("firing", 1, True)):
                if drill and not drills:
                    continue
                where = f"templates.yaml: {rule['title']}, {status}{', a drill' if drill else ''}"
                data = sample(rule, status, how_many, drill)
                try:
                    title, _, content = render(folder, both, data).partition(BETWEEN)
                except ValueError as error:
                    yield f"{where}: {error}"
                    return
                faults = list(faults_of(rule, status, drill, title, content))
                yield from (f"{where}: {why}" for why in faults)
                if faults:
                    return  # the template is everybody's: one rule is enough to see it


def length(text):
    """As Discord counts: in UTF-16 units, to be on the safe side."""
    return len(text.encode("utf-16-le")) // 2


def faults_of(rule, status, drill, title, content):
    if length(title) > MOST_TITLE or "\n" in title:
        yield f"the title has {length(title)} characters, or a line break; Discord takes {MOST_TITLE}"
    if length(content) > MOST_CONTENT:
        yield f"the message has {length(content)} characters; Discord takes {MOST_CONTENT}"
    severity = rule["labels"]["severity"]
    wanted_in_title = [rule["title"], rule["annotations"]["summary"], severity.upper() if status == "firing" else "RESOLVED"]
    for text in wanted_in_title + (["DRILL"] if drill else []):
        if text not in title:
            yield f"the title does not say '{text}'"
    steps = rule["annotations"]["steps"].splitlines()
    for text in [severity, "123.4567%" if "$values" in rule["annotations"]["description"] else "", "<t:1767323045:T>",
                 f"/{rule['annotations']['runbook']}.md", "[Panel](<http", "[Dashboard](<http", "[Silence](<http",
                 *steps]:  # fmt: skip
        if text not in content:
            yield f"the message does not say '{text}'"
    if status == "resolved" and "<t:1767323645:T>" not in content:
        yield "the message does not say until when"
    if drill != ("DRILL" in title) or drill != ("DRILL" in content):
        yield "a drill must be marked, and nothing else"
    if re.search(r"@(everyone|here)", title + content):
        yield "a label could call everybody"
    if ("<@&" in content) != (severity == "critical" and status == "firing"):
        yield "a role is to be called for a critical alert that fires, and only then"
    for leftover in ("<no value>", "{{", "$"):
        if leftover in title + content:
            yield f"'{leftover}' is left in the message"
