"""Which small mistakes the tests notice: mutation testing of Sources/.

    mutating.py FOLDER [--count 120] [--seed 1] [--targets MLKitCache,MLKitGit] [--timeout 300] [--all] [--again] [--skip TESTS]
        [--within COMMAND]

Copies the checkout into FOLDER, and puts as many small mistakes into the copy as asked for, drawn at random: a bound that is off
by one, `&&` for `||`, a condition that is not negated, a number that is cut off and not rounded, a statement that is left out.
All are built at once: each is an operator or a question of its own, which does the right thing unless FOLDER/mistakes holds its
number. A mistake that does not compile is left out. What was found stands in FOLDER/found.json: a second run with the same seed
goes on where the first ended. A build folder that is put into FOLDER/copy beforehand shortens the build.

The tests of a target run once without a mistake, one after the other, and note which mistakes each of them reaches. Then, with each
mistake in turn, those of its target run that reach it (of the built executables, where it has none), the quickest first; the first
failure ends the run. With `--all`, what is left then runs with those of all other targets that reach it. Tests that crash, or that
take longer than they may, have noticed it too. `--again` has what was unnoticed tried once more, after tests were added; `--skip` leaves
out tests by a regular expression, such as slow ones.
`--within` is put before every command, words apart by spaces, where the copy has to be seen at another place.

Prints a line for each mistake that nothing noticed, and the share of those that were noticed. One that changes nothing a user can
see, as `<=` for `<` where the two cannot be equal, does not count once it stands in scripts/mutating-harmless.txt with the reason:
the line as printed here without the number of the source line, and behind two spaces and `#` why.
"""

import argparse
import bisect
import collections
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULE = "MLKitMistakes"
HARMLESS = ROOT / "scripts/mutating-harmless.txt"
# What a checkout has beside the files in git and tests need.
BESIDE = ("engines", ".venv", ".venv-serving", "Package.resolved")
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+"}
OPERATOR = re.compile(r"(?<=\S) (<=?|>=?|==|!=|&&|\|\||[+-](?= 1\b)) (?=\S)")
TYPES = re.compile(r"\b(extension|where|func|struct|class|enum|protocol)\b")
NEGATION = re.compile(r"(?:\b(?:guard|if|return)|&&|\|\||[(,]) ?(!)(?=[a-z])")
ROUNDING = re.compile(r"\.rounded(\(\))")
STATEMENT = re.compile(r"^ +(?:try\?? |_ = )*[a-z]\w*(?:\.\w+)*\([^{}]*\)$")
NOT_STATEMENTS = ("return", "throw", "super.", "self.init", "yield", "case ", "let ", "var ", "if ", "guard ", "while ", "for ")
# What only makes room or waits.
IDLE = re.compile(r"\b(reserveCapacity|usleep|sched_yield|pthread_yield)\(")
DECLARED = re.compile(
    r"^\s*(?:@\w+(?:\([^\n]*?\))? )*(?:(?:public|package|final|indirect|private|fileprivate) )*"
    r"(struct|class|enum|protocol|actor|extension) (\w+)", re.M)
TEXTS = re.compile(r'//[^\n]*|/\*.*?\*/|#*"""(?:.|\n)*?"""#*|#"[^\n]*?"#|"(?:\\.|[^"\\\n])*"', re.S)


def sites(text):
    """Where mistakes can be made, in pieces of source without comments and quoted texts: offset, end, and the kind."""
    plain = TEXTS.sub(lambda match: re.sub(r"[^\n]", "·", match[0]), text)
    starts = [0] + [match.end() for match in re.finditer("\n", plain)]
    for match in OPERATOR.finditer(plain):
        begin = plain.rfind("\n", 0, match.start()) + 1
        line = plain[begin:plain.find("\n", match.end())]
        if not TYPES.search(line) and not (match[1] in ("==", "!=") and "nil" in line):
            yield match.start(1), match.end(1), match[1]
    for match in NEGATION.finditer(plain):
        yield match.start(1), match.end(1), "!"
    for match in ROUNDING.finditer(plain):
        yield match.start(1), match.end(1), "rounded"
    for start in starts:
        line = plain[start:plain.find("\n", start)]
        before = plain[:start].rstrip()[-1:]
        words = re.sub(r"^ *(?:try\??|await) +", "", line).strip()
        is_statement = STATEMENT.match(line) and not words.startswith(NOT_STATEMENTS) and not IDLE.search(line)
        if is_statement and before in ("{", "}", ")", "") and not is_value(plain, start, start + len(line)):
            yield start + len(line) - len(line.lstrip()), start + len(line), "statement"


def is_value(plain, start, end):
    """Whether a line alone between braces may be what they come to."""
    head, rest = plain[:start].rstrip(), plain[end:].lstrip()
    opening = head[head.rfind("\n") + 1:]
    return head.endswith(("{", ":", " in")) and rest[:1] in ("}", "c", "d") and bool(
        re.search(r"->|\bvar\b|\bget\b|\bin$|[=(] *\{$|\.\w+ \{$|\bcase\b|\bdefault\b|\bdo\b", opening))


class Mistake:
    def __init__(self, number, path, text, site):
        self.number, self.path = number, path
        self.start, self.end, self.kind = site
        self.line = text.count("\n", 0, self.start) + 1
        self.target = path.split("/")[1]
        self.source = text.splitlines()[self.line - 1].strip()

    @property
    def sign(self):
        """An operator's name cannot hold digits, so that the number is written in two characters that it can hold."""
        return self.kind + format(self.number, "b").replace("0", "⊕").replace("1", "⊖")

    def put(self, text):
        if self.kind == "statement":
            return f"{text[:self.start]}if {MODULE}.isRight({self.number}) {{ {text[self.start:self.end]} }}{text[self.end:]}"
        if self.kind == "rounded":
            return f"{text[:self.start]}({MODULE}.isRight({self.number}) ? .toNearestOrAwayFromZero : .towardZero){text[self.end:]}"
        return text[:self.start] + self.sign + text[self.end:]

    @property
    def declaration(self):
        sign, number, swapped = self.sign, self.number, SWAPS.get(self.kind)
        if self.kind in ("statement", "rounded"):
            return ""
        if self.kind == "!":
            return f"prefix operator {sign}\npublic prefix func {sign} (a: Bool) -> Bool {{ isRight({number}) ? !a : a }}\n"
        group, signature = {
            "&&": ("LogicalConjunctionPrecedence", "(a: Bool, b: @autoclosure () throws -> Bool) rethrows -> Bool"),
            "||": ("LogicalDisjunctionPrecedence", "(a: Bool, b: @autoclosure () throws -> Bool) rethrows -> Bool"),
            "+": ("AdditionPrecedence", "<T: Numeric>(a: T, b: T) -> T"), "-": ("AdditionPrecedence", "<T: Numeric>(a: T, b: T) -> T"),
            "==": ("ComparisonPrecedence", "<T: Equatable>(a: T, b: T) -> Bool"),
            "!=": ("ComparisonPrecedence", "<T: Equatable>(a: T, b: T) -> Bool"),
        }.get(self.kind, ("ComparisonPrecedence", "<T: Comparable>(a: T, b: T) -> Bool"))
        mark, b = ("try ", "b()") if "autoclosure" in signature else ("", "b")
        words = f"isRight({number}) ? {mark}a {self.kind} {b} : {mark}a {swapped} {b}"
        return f"infix operator {sign}: {group}\npublic func {sign} {signature} {{ {words} }}\n"

    @property
    def words(self):
        what = {"statement": "left out", "!": "not negated", "rounded": "cut off"}.get(self.kind)
        return f"{what or f'`{self.kind}` becomes `{SWAPS[self.kind]}`'}: {self.source}"

    def __str__(self):
        return f"{self.path}:{self.line}: {self.words}"


def harmless():
    """What changes nothing, by path and words."""
    lines = HARMLESS.read_text().splitlines() if HARMLESS.exists() else []
    return {line.rsplit("  # ", 1)[0] for line in lines if line and not line.startswith("#")}


def drawn(count, seed, targets):
    found = []
    for path in sorted(ROOT.glob("Sources/MLKit*/**/*.swift")):
        name = str(path.relative_to(ROOT))
        target = name.split("/")[1]
        text = path.read_text()
        if target == "MLKitONNXFormat" or "@inlinable" in text or (targets and target not in targets):
            continue
        found += [(name, text, site) for site in sites(text)]
    # Statements are so many that few of the others would be drawn.
    numbers = random.Random(seed)
    numbers.shuffle(found)
    by_kind = collections.defaultdict(list)
    for entry in found:
        by_kind[entry[2][2]].append(entry)
    shares = {"statement": 0.25, "!": 0.1, "rounded": 0.05}
    rest = (1 - sum(shares.values())) / len(SWAPS)
    chosen, taken = [], collections.Counter()
    for kind, entries in by_kind.items():
        wanted = max(1, round(count * shares.get(kind, rest)))
        for entry in entries:
            # Nor would much be left for small targets.
            target = entry[0].split("/")[1]
            if wanted and (targets or taken[target] < count / 10):
                chosen.append(entry)
                taken[target] += 1
                wanted -= 1
    mistakes = [Mistake(number, *entry) for number, entry in enumerate(sorted(chosen, key=lambda entry: entry[0::2]), 1)]
    known = harmless()
    return [mistake for mistake in mistakes if f"{mistake.path}: {mistake.words}" not in known]


def write(folder, mistakes):
    """The copy with the mistakes in it; what is the same is left alone, for the build to be short."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    texts = {name: (ROOT / name).read_bytes() for name in names if name and (ROOT / name).is_file()}
    by_file = collections.defaultdict(list)
    for mistake in mistakes:
        by_file[mistake.path].append(mistake)
    for path, all_here in by_file.items():
        text = texts[path].decode()
        for mistake in sorted(all_here, key=lambda mistake: -mistake.start):
            text = mistake.put(text)
        texts[path] = f"internal import {MODULE}\n{text}".encode()
    package = texts["Package.swift"].decode()
    package = re.sub(r"(\.target\(name: name, dependencies: dependencies)", rf'\1 + ["{MODULE}"]', package, count=1)
    package = package.replace("\n    targets: [", f'\n    targets: [\n        .target(name: "{MODULE}"),', 1)
    texts["Package.swift"] = package.encode()
    texts[f"Sources/{MODULE}/{MODULE}.swift"] = (
        f"import Glibc\n\nprivate let wrong: [Bool] = {{\n    var found = [Bool](repeating: false, count: {len(mistakes) * 2 + 1000})\n"
        f'    guard let file = fopen("{folder}/mistakes", "r") else {{ return found }}\n    defer {{ fclose(file) }}\n'
        "    var bytes = [CChar](repeating: 0, count: 16)\n"
        "    while fgets(&bytes, 15, file) != nil { found[Int(atoi(bytes))] = true }\n    return found\n}()\n\n"
        f'private let isNoted = access("{folder}/reached", W_OK) == 0\n'
        "/// When each mistake was noted last, in nanoseconds, and how often in a row without a pause.\n"
        "private nonisolated(unsafe) let last = {\n"
        f"    let times = UnsafeMutablePointer<(time: Int, row: Int)>.allocate(capacity: {len(mistakes) * 2 + 1000})\n"
        f"    times.initialize(repeating: (0, 0), count: {len(mistakes) * 2 + 1000})\n    return times\n}}()\n\n"
        "public func isRight(_ number: Int) -> Bool {\n    if isNoted { note(number) }\n    return !wrong[number]\n}\n\n"
        "private func note(_ number: Int) {\n"
        "    var time = timespec()\n    clock_gettime(CLOCK_REALTIME, &time)\n"
        "    let now = time.tv_sec * 1_000_000_000 + time.tv_nsec\n    let pause = now - last[number].time\n"
        "    // Two tests begin further apart. What is passed without end is noted less often.\n"
        "    guard pause > (last[number].row < 100 ? 10_000 : 1_000_000) else { return }\n"
        "    last[number] = (now, pause > 5_000_000 ? 0 : last[number].row + 1)\n"
        f'    let file = open("{folder}/reached", O_WRONLY | O_APPEND | O_CLOEXEC)\n'
        '    let line = "\\(now) \\(number)\\n"\n    _ = line.withCString { write(file, $0, strlen($0)) }\n    close(file)\n}\n\n'
        + "".join(mistake.declaration for mistake in mistakes)).encode()
    for path in [path for path in folder.glob("copy/Sources/**/*.swift") if str(path.relative_to(folder / "copy")) not in texts]:
        path.unlink()
    for name in BESIDE:
        if (ROOT / name).exists() and not (folder / "copy" / name).exists():
            (folder / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "copy" / name).symlink_to(ROOT / name)
    for name, content in texts.items():
        path = folder / "copy" / name
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            if (ROOT / name).exists():
                # With its times, for a build folder that was put there to know it again.
                is_same = (ROOT / name).read_bytes() == content
                (shutil.copystat if is_same else shutil.copymode)(ROOT / name, path)


def built(folder, mistakes, within):
    """Builds the copy, leaving out what does not compile."""
    while True:
        write(folder, mistakes)
        done = subprocess.run(
            within + ["swift", "build", "--build-tests", "--disable-index-store", "-j", "2"],
            cwd=folder / "copy", capture_output=True, text=True)
        if done.returncode == 0:
            return mistakes
        places = set(re.findall(r"(Sources/[^:\n]+\.swift):(\d+):\d+: error", done.stdout + done.stderr))
        # The import is a line more at the head of each file.
        left = [mistake for mistake in mistakes if (mistake.path, str(mistake.line + 1)) not in places]
        if len(left) == len(mistakes):
            files = {path for path, _ in places}
            left = [mistake for mistake in mistakes if mistake.path not in files]
        if len(left) == len(mistakes):
            sys.exit((done.stdout + done.stderr)[-4000:])
        print(f"{len(mistakes) - len(left)} do not compile", file=sys.stderr, flush=True)
        mistakes = left


def ended(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Trial:
    """Runs tests with mistakes. Tests that fail without any are not looked at."""

    ISSUE = re.compile(r"Test (.+?) recorded an issue")
    EXECUTABLES = "CommandTests"
    # Tests that are tried before all others that reach a mistake.
    FEW = 30

    def __init__(self, folder, timeout, skip, within):
        self.folder, self.timeout = folder, timeout
        self.command = within + [".build/debug/mlkitPackageTests.xctest", "--testing-library", "swift-testing"]
        self.command += ["--skip", skip] if skip else []
        self.sound = set()
        self.targets = sorted({path.relative_to(folder / "copy/Tests").parts[0] for path in folder.glob("copy/Tests/**/*Tests.swift")})
        self.record = folder / "reached.json"
        built = folder / "copy/.build/debug/mlkitPackageTests.xctest"
        is_kept = self.record.exists() and self.record.stat().st_mtime > built.stat().st_mtime
        kept = json.loads(self.record.read_text()) if is_kept else {"failing": [], "reached": {}}
        self.failing, self.reached = set(kept["failing"]), kept["reached"]

    def reaching(self, target, mistake):
        """The tests of a target that come by a mistake, the quickest first: found out in one run, one after the other, without any."""
        if target not in self.reached:
            note, events = self.folder / "reached", self.folder / "events.json"
            note.write_text("")
            start = time.monotonic()
            self.failing.update(self.run([], rf"^{target}\.", ["--no-parallel", "--event-stream-output-path", str(events),
                                                               "--event-stream-version", "0"])[1])
            starts, tests, seconds = [], [], {}
            for line in filter(None, events.read_text(errors="replace").split("\n")):
                event = json.loads(line)["payload"]
                name = re.sub(r"/[^/]*:\d+:\d+$", "", event.get("testID", ""))
                moment = event.get("instant", {}).get("since1970", 0)
                if event["kind"] == "testStarted" and "/" in name:
                    starts.append(moment)
                    tests.append(name)
                elif event["kind"] == "testEnded" and tests and name == tests[-1]:
                    seconds[name] = moment - starts[-1]
            reached = collections.defaultdict(set)
            for line in note.read_text().splitlines():
                moment, number = line.split()
                place = bisect.bisect(starts, int(moment) / 1e9)
                if place:
                    reached[number].add(tests[place - 1])
            note.unlink()
            events.unlink()
            self.reached[target] = {
                number: sorted(names, key=lambda name: seconds.get(name, 0)) for number, names in reached.items()}
            self.record.write_text(json.dumps({"failing": sorted(self.failing), "reached": self.reached}))
            print(f"{target}: {len(starts)} tests in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
        return self.reached[target].get(str(mistake.number), [])

    def run(self, mistakes, tests, options=None):
        """How a run of tests ends, and the names of those that failed: the first that does ends it, unless it has options."""
        (self.folder / "mistakes").write_text("".join(f"{mistake.number}\n" for mistake in mistakes))
        process = subprocess.Popen(
            self.command + ["--filter", tests] + (options or []), cwd=self.folder / "copy", start_new_session=True, text=True,
            errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        late = threading.Timer(self.timeout * (10 if options else 1), ended, [process])
        late.start()
        names = []
        for line in process.stdout:
            found = self.ISSUE.search(line)
            if found and found[1] not in self.failing:
                names.append(found[1])
                if not options:
                    ended(process)
                    break
        process.stdout.close()
        code = process.wait()
        late.cancel()
        return code, names

    def fails(self, mistake, tests):
        """How tests fail with a mistake that pass without it: the name of one, or the code of a crash; `None` if none does."""
        while True:
            code, names = self.run([mistake], tests)
            # 1 for tests that are not looked at, 69 if there is none.
            if not names:
                return None if code in (0, 1, 69) else "late" if code == -signal.SIGKILL else f"ended with {code}"
            name = names[0]
            # By its function alone, where it is one.
            if name in self.sound or not self.run([], re.escape(re.match(r"\w*", name)[0] or name))[1]:
                self.sound.add(name)
                return name
            self.failing.add(name)

    def noticing(self, mistake, in_all):
        """What notices a mistake; `None` if nothing does."""
        own = f"{mistake.target}Tests" if f"{mistake.target}Tests" in self.targets else self.EXECUTABLES
        for target in [own] + [target for target in self.targets if in_all and target != own]:
            tests = self.reaching(target, mistake)
            few = "|".join(f"^{re.escape(name)}/" for name in tests[:self.FEW])
            suites = sorted({name.split("/")[0] for name in tests[self.FEW:]})
            rest = "|".join(f"^{re.escape(name)}/" for name in suites)
            for names in filter(None, (few, rest)):
                if found := self.fails(mistake, names):
                    return found
        return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--targets", type=lambda text: text.split(","), default=[])
    parser.add_argument("--timeout", type=int, default=300)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--skip")
    parser.add_argument("--within", type=str.split, default=[])
    arguments = parser.parse_args()
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mistakes").write_text("")
    mistakes = built(folder, drawn(arguments.count, arguments.seed, arguments.targets), arguments.within)
    record = folder / "found.json"
    found = json.loads(record.read_text()) if record.exists() else {}

    def note(mistake, how):
        found[str(mistake)] = how
        record.write_text(json.dumps(found, indent=1))

    trial = Trial(folder, arguments.timeout, arguments.skip, arguments.within)
    # Those of the executables take longest.
    for mistake in sorted(mistakes, key=lambda mistake: f"{mistake.target}Tests" not in trial.targets):
        known = str(mistake) in found and not (arguments.again and not found[str(mistake)])
        if not known:
            note(mistake, trial.noticing(mistake, False))
    if arguments.all:
        trial.timeout *= 10
        for mistake in mistakes:
            if not found[str(mistake)]:
                note(mistake, trial.noticing(mistake, True))
    left = [mistake for mistake in mistakes if not found[str(mistake)]]
    (folder / "mistakes").write_text("")
    for mistake in left:
        print(mistake)
    print(f"{len(mistakes) - len(left)} of {len(mistakes)} noticed")
    if trial.failing:
        print(f"not looked at, since they fail without a mistake: {', '.join(sorted(trial.failing))}")


if __name__ == "__main__":
    main()
