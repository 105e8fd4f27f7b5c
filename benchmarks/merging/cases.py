"""The cases, each with the outcome that loses nothing and leaves nothing to clean up."""

import codecs

from .case import Case, Version, lines, simple

V1 = simple(lines())
ROUND = bytes(range(256)) * 4
COMPOSED, DECOMPOSED = "caf\u00e9.txt", "cafe\u0301.txt"


def edit(path, *changes):
    return lambda project: project.write(path, lines(*changes))


def both(*steps):
    def run(project):
        for step in steps:
            step(project)

    return run


def move(old, new):
    return lambda project: project.move(old, new)


def remove(path):
    return lambda project: project.remove(path)


def windows(text):
    return text.replace("\n", "\r\n")


def rot(text):
    return codecs.encode(text, "rot13")


def with_rules(rules, **files):
    return Version({".gitattributes": rules + "\n", **files})


def git(*commands):
    """Sets the project's repository up."""

    def run(project):
        for command in commands:
            project.git(*command)
        return project

    return run


def squashed(project):
    project.squash()
    return project


def answered(project):
    for name in (".copier-answers.yml", ".cruft.json", ".mlkit/template.yaml"):
        path = project.path(name)
        if path.is_file():
            path.write_text(path.read_text().replace("Forty", "Mine"))
    project.write("a.txt", "title: Mine\n" + lines())


# A copy of the user's own stands beside the file that is moved, or removed.
TWIN = lambda project: project.write("twin.txt", lines())
TWINNED = both(TWIN, move("a.txt", "sub/mine.txt"), edit("sub/mine.txt", "9=mine"))

SHALLOW = lambda project: project.clone("--depth=1")
ROT = {"filter.rot.clean": "tr a-zA-Z n-za-mN-ZA-M", "filter.rot.smudge": "tr a-zA-Z n-za-mN-ZA-M"}
BOTH = lines("2=theirs", "9=mine")
OLD = {"in/a.txt": lines(), "out/b.txt": lines()}
NEW = {"in/a.txt": lines("2=theirs"), "out/b.txt": lines("2=theirs")}
EDITS = dict(old=V1, new=simple(lines("2=theirs")), user=edit("a.txt", "9=mine"), expect={"a.txt": BOTH})

CASES = [
    Case("nothing changed", V1, V1, expect={"a.txt": lines()}),
    Case("the template has a new file", V1, simple(lines(), **{"b.txt": "new\n"}), expect={"b.txt": "new\n"}),
    Case("the template changed a file", V1, simple(lines("2=theirs")), expect={"a.txt": lines("2=theirs")}),
    Case("the user changed a file", V1, V1, edit("a.txt", "9=mine"), {"a.txt": lines("9=mine")}),
    Case(
        "both changed a file in different places", V1, simple(lines("2=theirs")), edit("a.txt", "9=mine"),
        {"a.txt": lines("2=theirs", "9=mine")},
    ),
    Case(
        "both made the same change", V1, simple(lines("2=same")), edit("a.txt", "2=same"), {"a.txt": lines("2=same")}
    ),
    Case(
        "both changed one line", V1, simple(lines("5=theirs")), edit("a.txt", "5=mine"),
        contains={"a.txt": ["mine", "theirs", "<<<<<<<", ">>>>>>>"]}, conflict=True,
    ),
    Case(
        "the user added a last line without a line break", V1, simple(lines("1=theirs")),
        lambda project: project.write("a.txt", lines() + "the end"), {"a.txt": lines("1=theirs") + "the end"},
    ),
    Case("the template dropped a file", simple(lines(), **{"b.txt": "b\n"}), V1, expect={"b.txt": None}),
    Case(
        "the template dropped a file that the user changed", simple(lines(), **{"b.txt": lines()}), V1,
        edit("b.txt", "5=mine"), {"b.txt": lines("5=mine")}, conflict=True,
    ),
    Case(
        "the user deleted a file that the template left alone", simple(lines(), **{"b.txt": "b\n"}),
        simple(lines("1=theirs"), **{"b.txt": "b\n"}), remove("b.txt"), {"b.txt": None, "a.txt": lines("1=theirs")},
    ),
    Case(
        "the user deleted a file that the template changed", simple(lines(), **{"b.txt": lines()}),
        simple(lines(), **{"b.txt": lines("1=theirs")}), remove("b.txt"), {"b.txt": None},
    ),
    Case("the template renamed a file", V1, Version({"b.txt": lines()}), expect={"a.txt": None, "b.txt": lines()}),
    Case(
        "the template renamed a file that the user changed", V1, Version({"b.txt": lines()}), edit("a.txt", "9=mine"),
        {"a.txt": None, "b.txt": lines("9=mine")},
    ),
    Case(
        "the template renamed and changed a file, the user changed it elsewhere", V1,
        Version({"b.txt": lines("2=theirs")}), edit("a.txt", "9=mine"),
        {"a.txt": None, "b.txt": lines("2=theirs", "9=mine")},
    ),
    Case(
        "the template renamed a file and changed the line that the user changed", V1,
        Version({"b.txt": lines("5=theirs")}), edit("a.txt", "5=mine"), {"a.txt": None},
        contains={"b.txt": ["mine", "theirs"]}, conflict=True,
    ),
    Case(
        "the template renamed a file to a place where the user has one", V1, Version({"b.txt": lines()}),
        lambda project: project.write("b.txt", "my own\n"), contains={"b.txt": ["my own"]}, conflict=True,
    ),
    Case(
        "the user moved a file that the template changed", V1, simple(lines("2=theirs")), move("a.txt", "sub/mine.txt"),
        {"a.txt": None, "sub/mine.txt": lines("2=theirs")},
    ),
    Case(
        "the user moved and changed a file that the template changed", V1, simple(lines("2=theirs")),
        both(move("a.txt", "sub/mine.txt"), edit("sub/mine.txt", "9=mine")),
        {"a.txt": None, "sub/mine.txt": lines("2=theirs", "9=mine")},
    ),
    Case(
        "the user moved a file that the template renamed", V1, Version({"b.txt": lines("2=theirs")}),
        move("a.txt", "mine.txt"), {"a.txt": None, "b.txt": None, "mine.txt": lines("2=theirs")},
    ),
    Case(
        "the user moved and changed a file of which a copy stands elsewhere", V1, simple(lines("2=theirs")), TWINNED,
        {"a.txt": None, "sub/mine.txt": lines("2=theirs", "9=mine"), "twin.txt": lines()},
    ),
    Case(
        "the user removed a file of which a copy stands elsewhere", V1, simple(lines("2=theirs")),
        both(TWIN, remove("a.txt")), {"a.txt": None, "twin.txt": lines()},
    ),
    Case(
        "the template has a new file that the user has too, the same", V1, simple(lines(), **{"b.txt": "b\n"}),
        lambda project: project.write("b.txt", "b\n"), {"b.txt": "b\n"},
    ),
    Case(
        "the template has a new file that the user has too, another", V1, simple(lines(), **{"b.txt": "theirs\n"}),
        lambda project: project.write("b.txt", "mine\n"), contains={"b.txt": ["mine"]}, conflict=True,
    ),
    Case(
        "the template changed a binary file", simple(lines(), **{"b.bin": ROUND}),
        simple(lines(), **{"b.bin": ROUND + b"\0theirs"}), expect={"b.bin": ROUND + b"\0theirs"},
    ),
    Case(
        "both changed a binary file", simple(lines(), **{"b.bin": ROUND}),
        simple(lines(), **{"b.bin": ROUND + b"\0theirs"}), lambda project: project.write("b.bin", ROUND + b"\0mine"),
        {"b.bin": ROUND + b"\0mine"}, conflict=True,
    ),
    Case(
        "the template made a file executable that the user changed", Version({"a.sh": lines()}),
        Version({"a.sh": lines()}, executable=("a.sh",)), edit("a.sh", "9=mine"), {"a.sh": lines("9=mine")},
        executable=("a.sh",),
    ),
    Case(
        "the user's file has Windows line endings", V1, simple(lines("2=theirs")),
        lambda project: project.write("a.txt", lines("9=mine").replace("\n", "\r\n")),
        {"a.txt": lines("2=theirs", "9=mine").replace("\n", "\r\n")},
    ),
    Case(
        "an answer changed that stands in a file the user changed",
        simple("title: {{ title }}\n" + lines()), simple("title: {{ title }}\n" + lines()),
        lambda project: project.write("a.txt", "title: Forty\n" + lines("9=mine")),
        {"a.txt": "title: Other\n" + lines("9=mine")}, answers={"title": "Other"},
    ),
    Case(
        "an answer changed that names the folder of a file the user changed",
        Version({"{{ folder }}/a.txt": lines()}), Version({"{{ folder }}/a.txt": lines()}),
        edit("one/a.txt", "9=mine"), {"one/a.txt": None, "two/a.txt": lines("9=mine")}, answers={"folder": "two"},
    ),
    Case(
        "the template made a folder of a file", Version({"a": lines()}), Version({"a/b.txt": lines()}),
        edit("a", "9=mine"), {"a/b.txt": lines("9=mine")},
    ),
    Case(
        "the template dropped a folder in which the user has a file", simple(lines(), **{"sub/b.txt": "b\n"}), V1,
        lambda project: project.write("sub/mine.txt", "mine\n"), {"sub/b.txt": None, "sub/mine.txt": "mine\n"},
    ),
    Case(
        "a change that is not committed, in a file the template changed", V1, simple(lines("2=theirs")),
        lambda project: project.write("a.txt", lines("9=mine"), commit=False), {"a.txt": lines("9=mine")}, refused=True,
    ),
    Case(
        "a change that is not committed, in another file", V1, simple(lines("2=theirs")),
        lambda project: project.write("mine.txt", "mine\n", commit=False),
        {"a.txt": lines("2=theirs"), "mine.txt": "mine\n"},
    ),
    Case(
        "the user's history is squashed to one commit after a merge", V1, simple(lines("2=theirs")),
        edit("a.txt", "9=mine"), {"a.txt": lines("2=theirs", "5=later", "9=mine")},
        later=simple(lines("2=theirs", "5=later")), between=lambda project: project.squash(),
    ),
    Case(
        "two updates, one after the other, both merged", V1, simple(lines("2=theirs")), edit("a.txt", "9=mine"),
        {"a.txt": lines("2=again", "9=mine")}, later=simple(lines("2=again")),
    ),
    Case(
        "a file that is the user's from the start changed in the template",
        Version({"a.txt": lines()}, ownership={"a.txt": "seed"}),
        Version({"a.txt": lines("2=theirs")}, ownership={"a.txt": "seed"}), edit("a.txt", "9=mine"),
        {"a.txt": lines("9=mine")},
    ),

    # In git as people set it up.
    Case("in a folder of a larger repository, edited before its first commit", **EDITS, place="repository"),
    Case("edited before a first commit that failed", **EDITS, place="uncommitted"),
    Case("in a shallow clone, as continuous integration makes it", **EDITS, arrange=SHALLOW),
    Case("in a shallow clone, a file was moved and changed of which a copy stands elsewhere", V1, simple(lines("2=theirs")), TWINNED,
         {"a.txt": None, "sub/mine.txt": lines("9=mine"), "twin.txt": lines()}, arrange=SHALLOW),
    Case("in such a clone whose history was fetched since", V1, simple(lines("2=theirs")), TWINNED,
         {"a.txt": None, "sub/mine.txt": lines("2=theirs", "5=later", "9=mine"), "twin.txt": lines()}, arrange=SHALLOW,
         between=git(["fetch", "-q", "--unshallow"]), later=simple(lines("2=theirs", "5=later"))),
    Case("in a shallow clone, a file was removed of which a copy stands elsewhere", V1, simple(lines("2=theirs")),
         both(TWIN, remove("a.txt")), {"a.txt": None, "twin.txt": lines()}, arrange=SHALLOW),
    Case("in a partial clone without earlier contents", **EDITS, arrange=lambda project: project.clone("--filter=blob:none")),
    Case("in a clone that shares another's objects", **EDITS, arrange=lambda project: project.clone("--shared")),
    Case("in a linked worktree", **EDITS, arrange=lambda project: project.worktree()),
    Case("in a submodule", **EDITS, arrange=lambda project: project.submodule()),
    Case("the first commit was made anew with the user's edit in it", **EDITS, arrange=squashed),
    Case("in a clone of such a history", **EDITS, arrange=lambda project: squashed(project).clone("--depth=1")),
    Case("git's index is split", **EDITS, arrange=git(["update-index", "--split-index"])),
    Case("git's index is of version 4", **EDITS, arrange=git(["update-index", "--index-version", "4"])),
    Case("conflicts are shown with the base", V1, simple(lines("5=theirs")), edit("a.txt", "5=mine"),
         contains={"a.txt": ["mine", "theirs", "line 5", "|||||||"]}, conflict=True,
         settings={"merge.conflictStyle": "diff3"}),
    Case("an attribute has files checked out with CRLF",
         with_rules("*.bat text eol=crlf", **{"a.bat": windows(lines())}),
         with_rules("*.bat text eol=crlf", **{"a.bat": windows(lines("2=theirs"))}),
         lambda project: project.write("a.bat", windows(lines("9=mine"))),
         {"a.bat": windows(BOTH)}, stored={"a.bat": BOTH}),
    Case("the template has CRLF, and an attribute stores LF", with_rules("* text=auto", **{"a.txt": windows(lines())}),
         with_rules("* text=auto", **{"a.txt": windows(lines("2=theirs"))}), edit("a.txt", "9=mine"),
         {"a.txt": BOTH}, stored={"a.txt": BOTH}),
    Case("git is set to check files out with CRLF", V1, simple(lines("2=theirs")),
         lambda project: project.write("a.txt", windows(lines("9=mine"))), {"a.txt": windows(BOTH)},
         stored={"a.txt": BOTH}, settings={"core.autocrlf": "true"}),
    Case("a new attribute of the template asks for CRLF", Version({"a.bat": lines()}),
         with_rules("*.bat text eol=crlf", **{"a.bat": lines("2=theirs")}), edit("a.bat", "9=mine"),
         {"a.bat": windows(BOTH)}, stored={"a.bat": BOTH}),
    Case("a program filters the file", with_rules("*.rot filter=rot", **{"a.rot": lines()}),
         with_rules("*.rot filter=rot", **{"a.rot": lines("2=theirs")}), edit("a.rot", "9=mine"),
         {"a.rot": BOTH}, stored={"a.rot": rot(BOTH)}, settings=ROT),
    Case("a program filters the file, and both changed one line", with_rules("*.rot filter=rot", **{"a.rot": lines()}),
         with_rules("*.rot filter=rot", **{"a.rot": lines("5=theirs")}), edit("a.rot", "5=mine"),
         contains={"a.rot": ["mine", "theirs"]}, conflict=True, settings=ROT),
    Case("a filter that is required is missing",
         with_rules("*.txt filter=rot", **{"b.md": lines(), "a.txt": lines()}),
         with_rules("*.txt filter=rot", **{"b.md": lines(), "a.txt": lines("2=theirs")}),
         lambda project: project.git("config", "filter.rot.required", "true")
         + project.git("config", "filter.rot.clean", "no-such-program"), {"a.txt": lines()}, refused=True),
    Case("changelogs are merged by union", with_rules("CHANGES merge=union", CHANGES=lines()),
         with_rules("CHANGES merge=union", CHANGES=lines("5=theirs")), edit("CHANGES", "5=mine"),
         contains={"CHANGES": ["mine", "theirs"]}),
    Case("a program of the user's merges", with_rules("a.lock merge=both", **{"a.lock": lines()}),
         with_rules("a.lock merge=both", **{"a.lock": lines("5=theirs")}), edit("a.lock", "5=mine"),
         contains={"a.lock": ["mine", "theirs", "merged"]},
         settings={"merge.both.driver": "cat %B >> %A; echo merged >> %A"}),
    Case("a file is not to be merged line by line", with_rules("a.txt -merge", **{"a.txt": lines()}),
         with_rules("a.txt -merge", **{"a.txt": lines("2=theirs")}), edit("a.txt", "9=mine"),
         {"a.txt": lines("9=mine")}, conflict=True),
    Case("the template changed a file outside the sparse checkout", Version(OLD), Version(NEW),
         lambda project: project.write("in/a.txt", lines("9=mine")), {"in/a.txt": BOTH, "out/b.txt": None},
         contains={"out/b.txt": ["theirs"]}, arrange=git(["sparse-checkout", "set", "--cone", "in"])),
    Case("both changed a file outside the sparse checkout", Version(OLD), Version(NEW), edit("out/b.txt", "2=mine"),
         {"in/a.txt": lines("2=theirs")}, contains={"out/b.txt": ["mine", "theirs"]}, conflict=True,
         arrange=git(["sparse-checkout", "set", "--cone", "in"])),
    Case("the index of a sparse checkout is sparse", Version(OLD), Version(NEW), edit("in/a.txt", "9=mine"),
         {"in/a.txt": BOTH, "out/b.txt": None},
         arrange=git(["sparse-checkout", "set", "--cone", "--sparse-index", "in"])),
    Case("git does not believe the disk about programs", Version({"a.sh": lines()}, executable=("a.sh",)),
         Version({"a.sh": lines("2=theirs")}, executable=("a.sh",)), edit("a.sh", "9=mine"), {"a.sh": BOTH},
         executable=("a.sh",), settings={"core.fileMode": "false"}),
    Case("a file of the user's is private", V1, simple(lines("2=theirs")),
         both(edit("a.txt", "9=mine"), lambda project: project.path("a.txt").chmod(0o600)), {"a.txt": BOTH},
         modes={"a.txt": 0o600}),
    Case("the template changed a file that git ignores",
         Version({".gitignore": ".env\n", ".env": "KEY=1\n", "a.txt": lines()}),
         Version({".gitignore": ".env\n", ".env": "KEY=2\n", "a.txt": lines("2=theirs")}),
         expect={".env": "KEY=2\n", "a.txt": lines("2=theirs")}, stored={".env": ""}),
    Case("the user put a secret into a file that git ignores and the template changed",
         Version({".gitignore": ".env\n", ".env": "KEY=1\n", "a.txt": lines()}),
         Version({".gitignore": ".env\n", ".env": "KEY=2\n", "a.txt": lines("2=theirs")}),
         lambda project: project.write(".env", "KEY=mine\n"), {".env": "KEY=mine\n", "a.txt": lines("2=theirs")},
         stored={".env": ""}),
    Case("the user put a link in a file's place", simple(lines(), **{"b.txt": lines()}),
         simple(lines("2=theirs"), **{"b.txt": lines("2=theirs")}), lambda project: project.link("a.txt", "b.txt"),
         {"a.txt": None, "b.txt": lines("2=theirs")}, conflict=True),
    Case("the user moved a folder, and put a link in its place", simple(lines(), **{"in/b.txt": lines()}),
         simple(lines("2=theirs"), **{"in/b.txt": lines("2=theirs")}),
         both(lambda project: project.move("in", "out"), lambda project: project.link("in", "out")),
         {"a.txt": lines("2=theirs"), "out/b.txt": lines("2=theirs")}),
    Case("the template renamed a question", Version({"a.txt": "title: {{ title }}\n" + lines()}),
         Version({"a.txt": "title: {{ heading }}\n" + lines("2=theirs")}), answered,
         {"a.txt": "title: Mine\n" + lines("2=theirs")}, renamed={"title": "heading"}),
    Case("names have spaces and letters of other alphabets", Version({"a b/größe.txt": lines()}),
         Version({"a b/größe.txt": lines("2=theirs")}), edit("a b/größe.txt", "9=mine"), {"a b/größe.txt": BOTH}),
    Case("the template has a new file that differs from the user's only in how an accent is composed", V1,
         simple(lines("2=theirs"), **{COMPOSED: "other\n"}),
         both(move("a.txt", DECOMPOSED), edit(DECOMPOSED, "9=mine")),
         {DECOMPOSED: lines("2=theirs", "9=mine"), COMPOSED: "other\n"}),
    Case("the template composes an accent in another way, and the user changed the file",
         simple(lines(), **{COMPOSED: lines()}), simple(lines(), **{DECOMPOSED: lines("2=theirs")}), edit(COMPOSED, "9=mine"),
         {DECOMPOSED: lines("2=theirs", "9=mine"), COMPOSED: None}),
    Case("the template has a new file where the user has a folder", V1, simple(lines("2=theirs"), new="theirs\n"),
         lambda project: project.write("new/mine.txt", "mine\n"),
         {"a.txt": lines("2=theirs"), "new/mine.txt": "mine\n"}, waits=True),
    Case("the user made a folder of a file that the template changed", simple(lines(), **{"b.txt": lines()}),
         simple(lines("2=theirs"), **{"b.txt": lines("2=theirs")}),
         both(remove("b.txt"), lambda project: project.write("b.txt/mine.txt", "mine\n")),
         {"a.txt": lines("2=theirs"), "b.txt/mine.txt": "mine\n"}, waits=True),
    Case("the user put a link in a file's place that leads in circles", simple(lines(), **{"b.txt": lines()}),
         simple(lines("2=theirs"), **{"b.txt": lines("2=theirs")}), lambda project: project.link("a.txt", "a.txt"),
         {"b.txt": lines("2=theirs")}, conflict=True),
]
