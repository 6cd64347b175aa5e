#!/usr/bin/env python3
"""Holds the layers of docs/architecture.md: who may include whom, and what the console may link.

    check_layering.py SOURCE_DIR [PROGRAM…]

Only the standard library. Each violation is one line: file, line, what it includes, and what the rule is.
"""

import pathlib
import re
import subprocess
import sys

# A folder may include what is listed here, and itself. The longest matching prefix counts.
ALLOWED = {
    "core/base": [],
    "core/wire": ["core/base"],
    "core/alerting": ["core/base", "core/wire"],
    "core": ["core"],
    "server": ["core", "server"],
    "console": ["core/base", "core/wire", "core/alerting", "console"],
    "console/stack": ["core/base", "core/alerting", "console/stack"],
}
# Third parties by folder: (prefix of the folders that may, pattern of the header).
THIRD_PARTIES = [
    (["console/panels"], re.compile(r"^QtCharts/")),
    (["core/retrieval"], re.compile(r"^faiss/")),
    (["core/store"], re.compile(r"^pqxx/")),
    (["core", "server"], re.compile(r"^boost/(asio|beast)")),
]
# Below core no program of the console may need these.
FOREIGN_LIBRARIES = re.compile(r"libfaiss|libpqxx|libpq\b|libpq\.|libopenblas")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def rule_for(folder):
    best = ""
    for prefix in ALLOWED:
        if (folder == prefix or folder.startswith(prefix + "/")) and len(prefix) > len(best):
            best = prefix
    return best


def is_under(path, prefixes):
    return any(path == prefix or path.startswith(prefix + "/") for prefix in prefixes)


def check_includes(root):
    problems = []
    for top in ("core", "server", "console"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in (".h", ".cpp"):
                continue
            name = path.relative_to(root).as_posix()
            folder = path.parent.relative_to(root).as_posix()
            rule = rule_for(folder)
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                target = match.group(2)
                where = "%s:%d: includes %s" % (name, number, target)
                if target.split("/")[0] in ("core", "server", "console", "tests"):
                    if not is_under(target, ALLOWED[rule] + [rule]):
                        problems.append("%s; %s may include %s" % (where, rule, ", ".join(ALLOWED[rule]) or "nothing"))
                for folders, pattern in THIRD_PARTIES:
                    if pattern.match(target) and not is_under(folder, folders):
                        problems.append("%s; only %s may" % (where, ", ".join(folders)))
    return problems


def check_links(program):
    needed = subprocess.run(["readelf", "-d", program], check=True, capture_output=True, text=True).stdout
    return ["%s links %s" % (pathlib.Path(program).name, line.split("[")[1].rstrip("]"))
            for line in needed.splitlines() if "NEEDED" in line and FOREIGN_LIBRARIES.search(line)]


def main():
    problems = check_includes(pathlib.Path(sys.argv[1]))
    for program in sys.argv[2:]:
        problems += check_links(program)
    print("\n".join(problems) or "Layers hold.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
