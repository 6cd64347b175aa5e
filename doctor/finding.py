"""One finding of the doctor."""

import dataclasses

OK, NOTE, WARNING, PROBLEM = "ok", "note", "warning", "problem"
MARKS = {OK: "✓", NOTE: "·", WARNING: "!", PROBLEM: "✗"}


@dataclasses.dataclass
class Finding:
    check: str  # what was looked at: "packages", "scrape targets"
    level: str  # one of the above; a problem makes the doctor's exit code 1
    what: str  # one sentence
    remedy: str = ""  # what helps; never empty for a warning or a problem

    def line(self):
        text = f"{MARKS[self.level]} {self.check}: {self.what}"
        return f"{text}\n    → {self.remedy}" if self.remedy else text


def ok(check, what):
    return Finding(check, OK, what)


def note(check, what):
    return Finding(check, NOTE, what)


def warning(check, what, remedy):
    return Finding(check, WARNING, what, remedy)


def problem(check, what, remedy):
    return Finding(check, PROBLEM, what, remedy)
