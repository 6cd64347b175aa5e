"""docker-compose.yml, .env.example and the Dockerfile: pinned, on loopback, limited, watched, and without a secret in them."""

import re

COMPOSE = "docker-compose.yml"
SERVICES = {"web", "postgres", "prometheus", "grafana", "postgres-exporter", "node-exporter"}
PUBLISHED = {"web": "8001", "prometheus": "9090", "grafana": "3000"}
# A secret comes from .env or from a file; what stands in the repository is everybody's.
SECRET = re.compile(r"(PASSWORD|API_KEY|TOKEN|WEBHOOK_URL)$")
NOT_CONFIGURED = "https://discord.invalid/not-configured"


def seconds(duration):
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([hms])", str(duration)))


def default_of(text):
    """What ${NAME:-default} is when nothing is set, with $$ as a dollar."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(text)).replace("$$", "$")


def check_compose(tree):
    services = tree.yaml(COMPOSE)["services"]
    if set(services) != SERVICES:
        yield f"{COMPOSE}: the services must be {', '.join(sorted(SERVICES))}"
        return
    for name, service in services.items():
        yield from (f"{COMPOSE}: {name}: {why}" for why in faults_of_service(name, service))
    yield from (f"{COMPOSE}: {why}" for why in faults_of_stack(tree, services))


def faults_of_service(name, service):
    if "build" not in service and not re.search(r":v?\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$", service.get("image", "")):
        yield f"the image {service.get('image')} is not pinned to a version"
    for port in service.get("ports", []):
        if not port.startswith("127.0.0.1:"):
            yield f"the port {port} must be published on 127.0.0.1"
    if {port.rpartition(":")[2] for port in service.get("ports", [])} != ({PUBLISHED[name]} if name in PUBLISHED else set()):
        yield f"publishes other ports than {PUBLISHED.get(name, 'none')}"
    if re.fullmatch(r"0?(:0)?", str(service.get("user", ""))):
        yield "must not run as root: name a user by number"
    for key, wanted in (("read_only", True), ("cap_drop", ["ALL"]), ("security_opt", ["no-new-privileges:true"])):
        if service.get(key) != wanted:
            yield f"{key} must be {wanted}"
    for key in ("mem_limit", "pids_limit", "restart"):
        if not service.get(key):
            yield f"has no {key}"
    if "max-size" not in service.get("logging", {}).get("options", {}):
        yield "its log is not rotated"
    if service.get("privileged") or service.get("network_mode") == "host":
        yield "must not be privileged or in the host's network"
    # web's own is in the Dockerfile.
    if "healthcheck" not in service and "build" not in service:
        yield "has no health check"
    for key, value in service.get("environment", {}).items():
        if SECRET.search(key) and default_of(value) not in ("", NOT_CONFIGURED):
            yield f"{key} holds a secret in the repository"


def faults_of_stack(tree, services):
    for name, service in services.items():
        for other, condition in service.get("depends_on", {}).items():
            if condition.get("condition") != "service_healthy":
                yield f"{name}: must wait until {other} is healthy"
    for name, other in (("web", "postgres"), ("prometheus", "web"), ("grafana", "prometheus"), ("postgres-exporter", "postgres")):
        if other not in services[name].get("depends_on", {}):
            yield f"{name}: must start after {other}"
    web = services["web"]
    if seconds(default_of(web["stop_grace_period"])) <= int(default_of(web["environment"]["VIGIE_DRAIN_SECONDS"])) + 5:
        yield "web: stop_grace_period must be above VIGIE_DRAIN_SECONDS, with five seconds to spare"
    if "--storage.tsdb.retention.time=200h" not in services["prometheus"]["command"]:
        yield "prometheus: must keep 200h"
    yield from faults_of_grafana(services["grafana"])
    for target in re.findall(r"targets: \['([\w-]+):\d+'\]", tree.text("monitoring/prometheus/prometheus.yml")):
        if target not in services:
            yield f"prometheus.yml scrapes {target}, which is no service"
    for name, service in services.items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./") and source != "./secrets" and not tree.has(source[2:]):
                yield f"{name}: mounts {source}, which is not there"
            if source.startswith((".", "/")) and not volume.endswith(":ro"):
                yield f"{name}: {source} must be mounted read-only"


def faults_of_grafana(grafana):
    environment = grafana["environment"]
    if default_of(environment["DISCORD_WEBHOOK_URL"]) != NOT_CONFIGURED:
        yield f"grafana: an empty DISCORD_WEBHOOK_URL stops Grafana; the default must be {NOT_CONFIGURED}"
    host = re.match(r"https?://([^/:]+)", default_of(environment["GF_SERVER_ROOT_URL"]))
    if not host or "." not in host.group(1):
        yield "grafana: GF_SERVER_ROOT_URL must be http(s) and name a host with a dot, or Discord refuses its messages"
    if environment.get("GF_AUTH_ANONYMOUS_ORG_ROLE") != "Viewer":
        yield "grafana: whoever has not logged in must be a Viewer"
    if "GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION=true" not in " ".join(grafana.get("entrypoint", [])):
        yield "grafana: without a password it would make an admin with the password admin"
    if environment.get("GF_SNAPSHOTS_EXTERNAL_ENABLED") != "false":
        yield "grafana: must not offer to publish a snapshot on a public site (GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false')"
    for name in ("DISCORD_CRITICAL_MENTION", "VIGIE_RUNBOOK_BASE_URL"):
        if name not in environment:
            yield f"grafana: provisioning reads {name}, which is not set"


def check_env_example(tree):
    """Each variable that compose reads is explained, and no other; none has a secret's value."""
    explained = dict(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$", tree.text(".env.example"), re.M))
    read = set(re.findall(r"\$\{(\w+)", tree.text(COMPOSE)))
    for name in sorted(read - set(explained)):
        yield f".env.example: {name} is read by {COMPOSE} and not explained"
    for name in sorted(set(explained) - read):
        yield f".env.example: {name} is not read by {COMPOSE}"
    for name, value in explained.items():
        if SECRET.search(name) and value:
            yield f".env.example: {name} must be empty"
    for name in (".gitignore",):
        if not re.search(r"^\.env$", tree.text(name), re.M):
            yield f"{name}: .env is not ignored"


def check_dockerfile(tree):
    text = tree.text("Dockerfile")
    if len(re.findall(r"^FROM \$\{BASE\}", text, re.M)) != 2 or "ARG BASE=debian:bookworm-slim" not in text:
        yield "Dockerfile: two stages, both from debian:bookworm-slim"
    if not re.search(r"^USER [1-9]\d*:[1-9]\d*$", text, re.M):
        yield "Dockerfile: must end as a user by number, not as root"
    if not re.search(r"^HEALTHCHECK .*CMD", text, re.M):
        yield "Dockerfile: has no health check"
    if text.count("cmake/debian-packages.txt /tmp/debian-packages.txt") != 2:
        yield "Dockerfile: packages come from cmake/debian-packages.txt"
    ignored = tree.text(".dockerignore").splitlines()
    if "*" not in ignored:
        yield ".dockerignore: everything is left out, then what is needed is taken back in"
    taken = [line[1:].rstrip("/") for line in ignored if line.startswith("!")]
    for name in taken:
        if not tree.has(name):
            yield f".dockerignore: {name} is not there"
        if re.match(r"(\.env|\.git|secrets)", name):
            yield f".dockerignore: {name} must not get into an image"
