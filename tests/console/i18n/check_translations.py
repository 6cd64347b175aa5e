#!/usr/bin/env python3
"""Holds the console's translations to two promises: every string has its French, and French is set as French is.

usage: check_translations.py complete|typography SOURCE_DIR LUPDATE
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

PLACEHOLDER = re.compile(r"%(?:n|\d)")
NARROW = "\u202f"


def messages(path):
    """(context, source, [translations], state) of every message of a .ts file."""
    for context in ElementTree.parse(path).getroot().findall("context"):
        name = context.find("name").text
        for message in context.findall("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.findall("numerusform")]
            yield name, message.find("source").text, forms or [translation.text or ""], translation.get("type", "")


def complete(root, lupdate):
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for language, plural_only in (("fr", False), ("en", True)):
            kept = root / f"console/i18n/vigie_{language}.ts"
            fresh = pathlib.Path(folder) / kept.name
            shutil.copy(kept, fresh)
            command = [lupdate, "-silent", "-I", str(root), "-locations", "none", "-recursive", str(root / "console")]
            command += ["-extensions", "cpp,h"] + (["-pluralonly"] if plural_only else []) + ["-ts", str(fresh)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            for context, source, forms, state in messages(fresh):
                where = f"{kept.name}: {context}: {source!r}"
                if state == "unfinished" or not all(forms):
                    faults.append(f"{where} is not translated")
                elif state in ("vanished", "obsolete"):
                    faults.append(f"{where} is in no source any more")
                for form in forms:
                    # A plural form may spell its number out; every other placeholder must be there.
                    wanted = {p for p in PLACEHOLDER.findall(source) if p != "%n"}
                    if state == "" and wanted != {p for p in PLACEHOLDER.findall(form) if p != "%n"}:
                        faults.append(f"{where} has other placeholders than {form!r}")
    if faults:
        faults.append("bring new strings in with: ninja -C build/dev vigie_translations")
    return faults


RULES = (
    (re.compile(r"(?<![\u202f\w(])[;!?»]|(?<=[\w%]) [;:!?»]"), "needs a narrow no-break space (U+202F) before ; : ! ? »"),
    (re.compile(r"\w[;!?»]"), "needs a narrow no-break space (U+202F) before ; ! ? »"),
    (re.compile(r"\w:(?!//)(?=\s|$)"), "needs a narrow no-break space (U+202F) before :"),
    (re.compile(r"«(?!\u202f)"), "needs a narrow no-break space (U+202F) after «"),
    (re.compile(r"'"), "has a typewriter apostrophe: write ’"),
    (re.compile(r"\.\.\."), "has three dots: write …"),
    (re.compile(r"[“”\"]"), "has English quotation marks: write « »"),
    (re.compile(r"%\d (?:s|ms|min|h|j|Mio|Gio)\b"), "needs a narrow no-break space (U+202F) before the unit"),
    (re.compile(r"  "), "has two spaces"),
)


def typography(root, _lupdate):
    faults = []
    for context, source, forms, _state in messages(root / "console/i18n/vigie_fr.ts"):
        if context == "vigie::console::ChatStart" and source.startswith("Que faire"):
            continue  # the question in the other language
        for form in forms:
            faults += [f"{context}: {form!r} {fault}" for rule, fault in RULES if rule.search(form)]
    return faults


def main():
    kind, root, lupdate = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    faults = {"complete": complete, "typography": typography}[kind](root, lupdate)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
