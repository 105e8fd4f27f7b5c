"""The cases, each with the outcome that loses nothing and leaves nothing to clean up."""

from .case import Case, Version, lines, simple

V1 = simple(lines())
ROUND = bytes(range(256)) * 4


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
]
