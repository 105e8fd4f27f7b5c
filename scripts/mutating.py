"""Which small mistakes the tests notice: mutation testing of Sources/.

    mutating.py FOLDER [--count 120] [--seed 1] [--targets MLKitCache,MLKitGit] [--timeout 300]

Copies the checkout into FOLDER, and puts as many small mistakes into the copy as asked for, drawn at random: a bound that is off
by one, `&&` for `||`, a condition that is not negated, a statement that is left out. All are built at once: each is an operator
or a question of its own, which does the right thing unless FOLDER/mistake holds its number. Then the tests of the mistake's
target are run with each. A mistake that does not compile is left out. What was found stands in FOLDER/found.json: a second run
with the same seed goes on where the first ended.

Prints a line for each mistake that nothing noticed, and the share of those that were noticed. One that changes nothing, as `<=`
for `<` where the two cannot be equal, counts as not noticed.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULE = "MLKitMistakes"
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+"}
OPERATOR = re.compile(r"(?<=\S) (<=?|>=?|==|!=|&&|\|\||[+-](?= 1\b)) (?=\S)")
TYPES = re.compile(r"\b(extension|where|func|struct|class|enum|protocol)\b")
NEGATION = re.compile(r"(?:\b(?:guard|if|return)|&&|\|\||[(,]) ?(!)(?=[a-z])")
STATEMENT = re.compile(r"^ +(?:try\?? |_ = )*[a-z]\w*(?:\.\w+)*\([^{}]*\)$")
NOT_STATEMENTS = ("return", "throw", "super.", "self.init", "yield", "case ", "let ", "var ", "if ", "guard ", "while ", "for ")
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
    for start in starts:
        line = plain[start:plain.find("\n", start)]
        before = plain[:start].rstrip()[-1:]
        if STATEMENT.match(line) and not line.strip().startswith(NOT_STATEMENTS) and before in ("{", "}", ")", ""):
            yield start + len(line) - len(line.lstrip()), start + len(line), "statement"


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
        return text[:self.start] + self.sign + text[self.end:]

    @property
    def declaration(self):
        sign, number, swapped = self.sign, self.number, SWAPS.get(self.kind)
        if self.kind == "statement":
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

    def __str__(self):
        words = "left out" if self.kind in ("statement", "!") else f"`{self.kind}` becomes `{SWAPS[self.kind]}`"
        return f"{self.path}:{self.line}: {words}: {self.source}"


def drawn(count, seed, targets):
    found = []
    for path in sorted(ROOT.glob("Sources/MLKit*/**/*.swift")):
        name = str(path.relative_to(ROOT))
        target = name.split("/")[1]
        text = path.read_text()
        has_tests = (ROOT / "Tests" / f"{target}Tests").is_dir()
        if target == "MLKitONNXFormat" or "@inlinable" in text or not has_tests or (targets and target not in targets):
            continue
        found += [(name, text, site) for site in sites(text)]
    # Statements are so many that few of the others would be drawn.
    numbers = random.Random(seed)
    numbers.shuffle(found)
    by_kind = collections.defaultdict(list)
    for entry in found:
        by_kind[entry[2][2]].append(entry)
    shares = {"statement": 0.25, "!": 0.1}
    rest = (1 - sum(shares.values())) / len(SWAPS)
    chosen = [entry for kind, entries in by_kind.items() for entry in entries[:max(1, round(count * shares.get(kind, rest)))]]
    return [Mistake(number, *entry) for number, entry in enumerate(sorted(chosen, key=lambda entry: entry[0::2]), 1)]


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
        "import Glibc\n\nprivate let wrong: Int = {\n"
        f'    guard let file = fopen("{folder}/mistake", "r") else {{ return 0 }}\n    defer {{ fclose(file) }}\n'
        "    var bytes = [CChar](repeating: 0, count: 16)\n    return fgets(&bytes, 15, file) == nil ? 0 : Int(atoi(bytes))\n}()\n\n"
        "public func isRight(_ number: Int) -> Bool { wrong != number }\n\n"
        + "".join(mistake.declaration for mistake in mistakes)).encode()
    for path in [path for path in folder.glob("copy/Sources/**/*.swift") if str(path.relative_to(folder / "copy")) not in texts]:
        path.unlink()
    for name, content in texts.items():
        path = folder / "copy" / name
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            if (ROOT / name).exists():
                shutil.copymode(ROOT / name, path)


def built(folder, mistakes):
    """Builds the copy, leaving out what does not compile."""
    while True:
        write(folder, mistakes)
        done = subprocess.run(
            ["swift", "build", "--build-tests", "-j", "2"], cwd=folder / "copy", capture_output=True, text=True)
        if done.returncode == 0:
            return mistakes
        places = set(re.findall(r"/copy/(Sources/[^:\n]+\.swift):(\d+):\d+: error", done.stdout + done.stderr))
        # The import is a line more at the head of each file.
        left = [mistake for mistake in mistakes if (mistake.path, str(mistake.line + 1)) not in places]
        if len(left) == len(mistakes):
            files = {path for path, _ in places}
            left = [mistake for mistake in mistakes if mistake.path not in files]
        if len(left) == len(mistakes):
            sys.exit((done.stdout + done.stderr)[-4000:])
        print(f"{len(mistakes) - len(left)} do not compile", file=sys.stderr, flush=True)
        mistakes = left


class Trial:
    def __init__(self, folder, timeout):
        self.folder, self.timeout = folder, timeout
        self.passes = {}

    def run(self, number, target):
        """Whether the tests of a target pass with the mistake of that number."""
        (self.folder / "mistake").write_text(f"{number}\n")
        try:
            return subprocess.run(
                ["swift", "test", "--skip-build", "--filter", f"^{target}\\."], cwd=self.folder / "copy", timeout=self.timeout,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def notices(self, mistake):
        """`None` if the tests fail without any mistake."""
        target = f"{mistake.target}Tests"
        if target not in self.passes:
            self.passes[target] = self.run(0, target)
        return not self.run(mistake.number, target) if self.passes[target] else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--targets", type=lambda text: text.split(","), default=[])
    parser.add_argument("--timeout", type=int, default=300)
    arguments = parser.parse_args()
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mistake").write_text("0\n")
    mistakes = built(folder, drawn(arguments.count, arguments.seed, arguments.targets))
    record = folder / "found.json"
    found = json.loads(record.read_text()) if record.exists() else {}
    trial = Trial(folder, arguments.timeout)
    for mistake in mistakes:
        if str(mistake) not in found:
            found[str(mistake)] = trial.notices(mistake)
            record.write_text(json.dumps(found, indent=1))
        if found[str(mistake)] is False:
            print(mistake, flush=True)
    (folder / "mistake").write_text("0\n")
    results = [found[str(mistake)] for mistake in mistakes]
    noticed, judged = results.count(True), len(results) - results.count(None)
    print(f"{noticed} of {judged} noticed; {results.count(None)} in targets whose tests fail without a mistake")


if __name__ == "__main__":
    main()
