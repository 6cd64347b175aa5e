#!/usr/bin/env python3
"""Says what is missing, misconfigured or unreachable, each with its remedy: ./vigie doctor [--json]."""

import argparse
import collections
import dataclasses
import json
import os
import sys

import home
import machine
import messengers
import services
from finding import OK, PROBLEM, Finding

CHECKS = [
    machine.check_system,
    machine.check_packages,
    machine.check_versions,
    machine.check_programs,
    machine.check_configuration,
    machine.check_disk,
    home.check_directories,
    home.check_lock,
    home.check_database,
    home.check_clock,
    home.check_ports,
    services.check_services,
    services.check_readiness,
    services.check_prometheus,
    services.check_alertmanager,
    services.check_inbox,
    messengers.check_webhook,
    messengers.check_grafana,
]


class Context:
    """What the checks look at."""

    def __init__(self, root, binaries, package_list):
        self.root, self.bin, self.package_list = root, binaries, package_list
        self.environment = os.environ
        self.home = home.Home(os.environ, os.getuid())
        told = machine.run([os.path.join(binaries, "vigie-stack"), "status", "--json"])
        try:
            self.status = json.loads(told.stdout) if told and told.returncode == 0 else None
        except ValueError:
            self.status = None


def findings(context):
    for check in CHECKS:
        try:
            yield from check(context)
        except Exception as error:  # noqa: BLE001 one check that fails must not hide the others
            yield Finding(check.__name__, PROBLEM, f"the check itself failed: {type(error).__name__}: {error}", "report it")


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser = argparse.ArgumentParser(prog="./vigie doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--all", action="store_true", help="also what is well")
    parser.add_argument("--bin", default=os.path.join(root, "build/release/bin"), help="where the programs are")
    parser.add_argument("--packages", default=os.path.join(root, "cmake/debian-packages.txt"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    found = list(findings(Context(root, options.bin, options.packages)))
    count = collections.Counter(finding.level for finding in found)
    if options.json:
        print(json.dumps({"ok": not count[PROBLEM], "findings": [dataclasses.asdict(one) for one in found]}, indent=2))
    else:
        for finding in found:
            if options.all or finding.level != OK:
                print(finding.line())
        print(f"doctor: {count[PROBLEM]} problem(s), {count['warning']} warning(s), {count[OK]} thing(s) are well")
    return 1 if count[PROBLEM] else 0


if __name__ == "__main__":
    sys.exit(main())
