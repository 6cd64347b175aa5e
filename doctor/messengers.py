"""Who is told of alerts: the Discord webhook, and Grafana. Nothing is posted, and no address of a webhook is printed."""

import json
import os
import re
import time
import urllib.parse

from finding import note, ok, problem, warning
from http_get import get

SKEW_SECONDS = 30
NEW_WEBHOOK = "make a new one in the channel's settings (Integrations, Webhooks) and set DISCORD_WEBHOOK_URL"


def setting(context, name):
    """From the environment, the file of NAME_FILE, or .env, which docker compose reads."""
    value = context.environment.get(name, "").strip()
    path = context.environment.get(name + "_FILE", "")
    if not value and path:
        try:
            with open(path, encoding="utf-8") as file:
                value = file.read().strip()
        except OSError:
            return ""
    if not value:
        try:
            with open(os.path.join(context.root, ".env"), encoding="utf-8") as file:
                found = re.findall(rf"^{name}=(.*)$", file.read(), re.M)
                value = found[-1].strip().strip("'\"") if found else ""
        except OSError:
            pass
    return value


def skew(answer, whose):
    if answer.date and abs(time.time() - answer.date) > SKEW_SECONDS:
        yield warning("clock", f"this clock is {time.time() - answer.date:+.0f} s off that of {whose}",
                      "set the clock (timedatectl set-ntp true): alerts and charts go by it")  # fmt: skip


def check_webhook(context):
    url = setting(context, "DISCORD_WEBHOOK_URL")
    host = urllib.parse.urlsplit(url).hostname or ""
    if not url or host.endswith(".invalid"):
        yield warning("webhook", "DISCORD_WEBHOOK_URL is not set: alerts are evaluated and recorded, and told to nobody",
                      "set it to the address of a webhook of the channel (docs/alerting.md)")  # fmt: skip
        return
    if not host or not url.startswith(("https://", "http://127.0.0.1")):
        yield problem("webhook", "DISCORD_WEBHOOK_URL is not the address of a webhook",
                      "it looks like https://discord.com/api/webhooks/ID/TOKEN")  # fmt: skip
        return
    # Discord describes a webhook to whoever has its address; that posts nothing.
    answer = get(url)
    yield from skew(answer, "Discord")
    if answer.status == 200:
        yield ok("webhook", "Discord knows it")
    elif answer.status in (401, 403, 404):
        yield problem("webhook", f"Discord does not know it any more (status {answer.status})", NEW_WEBHOOK)
    else:
        yield problem("webhook", f"Discord cannot be asked: {answer.status or answer.failure}",
                      "see whether this machine reaches discord.com; messages wait in the inbox meanwhile")  # fmt: skip


def check_grafana(context):
    url = context.environment.get("GRAFANA_URL", "").strip().rstrip("/")
    base = url or "http://127.0.0.1:3000"
    health = get(base + "/api/health")
    if health.status != 200:
        if url:
            yield problem("grafana", f"GRAFANA_URL is set and does not answer ({health.status or health.failure}): no alert is told",
                          "start it (docker compose up -d), or unset GRAFANA_URL so that the local stack tells alerts itself")  # fmt: skip
        else:
            yield note("grafana", "none here; the local stack tells alerts itself")
        return
    yield from skew(health, "Grafana")
    yield ok("grafana", f"version {(health.json() or {}).get('version', 'unknown')}")
    if context.status and context.status["endpoints"].get("alertmanager") and not url:
        yield note("grafana", "the local stack tells alerts too; GRAFANA_URL set before its start leaves them to Grafana")
    token = setting(context, "GRAFANA_TOKEN")
    yield from check_provisioned(context, base, token)
    yield from check_contact_points(base, token)


def check_provisioned(context, base, token):
    answer = get(base + "/api/prometheus/grafana/api/v1/rules", token)
    body = answer.json() or {}
    if answer.status != 200 or "data" not in body:
        yield warning("grafana", f"its alert rules cannot be read (status {answer.status})",
                      "set GRAFANA_TOKEN to a service account's token with the role Viewer")  # fmt: skip
        return
    there = {rule["name"]: rule for group in body["data"].get("groups", []) for rule in group["rules"]}
    wanted = titles(context)
    missing = sorted(wanted - set(there))
    if missing:
        yield problem("grafana", f"not provisioned: {', '.join(missing)}",
                      "restart Grafana: it reads monitoring/grafana/provisioning at its start")  # fmt: skip
    for name in sorted(wanted & set(there)):
        if there[name].get("health") == "error":
            yield problem("grafana", f"{name} cannot be evaluated: {there[name].get('lastError', '')}",
                          "see whether its data source reaches Prometheus")  # fmt: skip
    if not missing:
        yield ok("grafana", f"{len(wanted)} alert rules are provisioned")
    found = get(base + "/api/search?type=dash-db", token).json()
    boards = {one.get("uid") for one in found} if isinstance(found, list) else set()
    missing = sorted(uids(context) - boards)
    if missing:
        yield problem("grafana", f"no dashboard {', '.join(missing)}", "restart Grafana: it reads monitoring/grafana/dashboards")


def check_contact_points(base, token):
    """How what Grafana told last went. Its errors quote the webhook's address, which is a secret."""
    receivers = get(base + "/api/alertmanager/grafana/config/api/v1/receivers", token).json()
    for receiver in receivers if isinstance(receivers, list) else []:
        for integration in receiver.get("integrations", []):
            failure = re.sub(r"https?://[^\s\"']+", "(the webhook)", integration.get("lastNotifyAttemptError", ""))
            if failure:
                yield problem("grafana", f"contact point {receiver['name']} failed at {integration['lastNotifyAttempt']}: {failure}",
                              "see whether DISCORD_WEBHOOK_URL is set and its webhook still there, then restart Grafana")  # fmt: skip


def titles(context):
    path = os.path.join(context.root, "monitoring/grafana/provisioning/alerting/rules.yaml")
    with open(path, encoding="utf-8") as file:
        return set(re.findall(r"^ {8}title: (\w+)$", file.read(), re.M))


def uids(context):
    folder = os.path.join(context.root, "monitoring/grafana/dashboards")
    boards = set()
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            boards.add(json.load(file)["uid"])
    return boards
