"""What the machine has: packages, versions, built programs, their configuration, disk."""

import os
import re
import shutil
import subprocess

from finding import note, ok, problem, warning

# What Vigie is built and tested with; Debian 12's own are these or newer.
FLOORS = [
    ("g++", ["g++", "-dumpfullversion"], (12,)),
    ("cmake", ["cmake", "--version"], (3, 25)),
    ("prometheus", ["prometheus", "--version"], (2, 42)),
    ("alertmanager", ["prometheus-alertmanager", "--version"], (0, 25)),
]
PROGRAMS = ["vigie-server", "vigie-stack", "vigie-console"]
LEAST_FREE = 200_000_000
LITTLE_FREE = 1_000_000_000


def run(command, **options):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, **options)
    except (OSError, subprocess.TimeoutExpired):
        return None


def check_system(context):
    release = {}
    try:
        with open("/etc/os-release", encoding="utf-8") as file:
            release = dict(line.rstrip().replace('"', "").split("=", 1) for line in file if "=" in line)
    except OSError:
        pass
    name = release.get("PRETTY_NAME", "an unknown system")
    if release.get("ID") == "debian" and release.get("VERSION_ID") == "12":
        yield ok("system", name)
    else:
        yield warning("system", f"{name}; Vigie is built and tested on Debian 12", "use Debian 12, or docker compose up -d")


def check_packages(context):
    wanted = {}
    with open(context.package_list, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, role = line.split()
                wanted.setdefault(name, set()).add(role)
    listed = run(["dpkg-query", "-W", "-f=${db:Status-Status} ${Package}, ${Provides}\n"])
    if listed is None:
        yield warning("packages", "this is not Debian: what is installed is not known", f"install what {context.package_list} lists")
        return
    there = set()
    for line in listed.stdout.splitlines():
        if line.startswith("installed "):
            there |= {one.split()[0] for one in line[len("installed "):].split(",") if one.strip()}
    for roles, level in (({"build", "runtime", "service"}, problem), ({"test"}, warning)):
        missing = sorted(name for name, own in wanted.items() if own & roles and name not in there)
        who = "./vigie test" if level is warning else "./vigie run"
        if missing:
            yield level("packages", f"not installed: {' '.join(missing)}",
                        f"{who} installs them; or as root: apt-get install --no-install-recommends {' '.join(missing)}")  # fmt: skip
    if not any(name not in there for name, own in wanted.items() if own - {"image"}):
        yield ok("packages", "all are installed")


def check_versions(context):
    for name, command, floor in FLOORS:
        ran = run(command)
        found = re.search(r"(\d+)\.(\d+)", ran.stdout + ran.stderr) if ran else None
        if not found:
            continue  # a missing package is said above
        version = tuple(int(part) for part in found.groups())
        if version < floor:
            wanted = ".".join(map(str, floor))
            yield warning("versions", f"{name} is {'.'.join(found.groups())}, older than {wanted}", f"install {name} {wanted} or newer")
        else:
            yield ok("versions", f"{name} {'.'.join(found.groups())}")


def check_programs(context):
    missing = [name for name in PROGRAMS if not os.access(os.path.join(context.bin, name), os.X_OK)]
    if missing:
        yield note("programs", f"not built yet: {' '.join(missing)}; ./vigie run builds them")
    else:
        yield ok("programs", "built")


def check_configuration(context):
    """What vigie-server says of the variables that are set here."""
    server = os.path.join(context.bin, "vigie-server")
    if not os.access(server, os.X_OK):
        return
    checked = run([server, "--check-config"])
    if checked and checked.returncode == 0:
        yield ok("configuration", "vigie-server accepts what is set")
    elif checked:
        said = (checked.stderr or checked.stdout).strip().splitlines()
        yield problem("configuration", said[-1] if said else "vigie-server refuses it", "correct or unset that variable")


def check_disk(context):
    place = context.home.data
    while not os.path.exists(place):
        place = os.path.dirname(place)
    free = shutil.disk_usage(place).free
    text = f"{free // 1_000_000} MB are free in {place}"
    if free < LEAST_FREE:
        yield problem("disk", text, "free some space: the stack does not start with less than 200 MB")
    elif free < LITTLE_FREE:
        yield warning("disk", text, "free some space: Prometheus keeps 200 h of metrics, the log files 10 MB each")
    else:
        yield ok("disk", text)
