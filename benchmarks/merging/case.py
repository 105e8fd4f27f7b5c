"""One case: a template in two versions, what the user did in between, and what must come of it."""

from dataclasses import dataclass, field
from typing import Callable


def lines(*names):
    """A text of ten lines, some of them replaced: lines("3=mine") has `mine` in place of `line 3`."""
    changed = dict(name.split("=", 1) for name in names)
    return "".join(changed.get(str(number), f"line {number}") + "\n" for number in range(1, 11))


@dataclass
class Version:
    """Files of a template by path. Paths and texts may hold `{{ title }}` and `{{ folder }}`, the two answers."""

    files: dict
    executable: tuple = ()
    ownership: dict = field(default_factory=dict)


@dataclass
class Case:
    name: str
    old: Version
    new: Version
    # Changes the project; `project` has the methods of `Project`.
    user: Callable = lambda project: None
    # Exact contents after the update; None for a path that must not be there.
    expect: dict = field(default_factory=dict)
    # Texts that must be somewhere in a file after it, as with conflicts.
    contains: dict = field(default_factory=dict)
    # Whether the update must end in a conflict that git knows of; a clean update exits 0.
    conflict: bool = False
    # Whether a file waits for room: the exit code has to say it, as git can hold no conflict beside a folder.
    waits: bool = False
    # New values for answers.
    answers: dict = field(default_factory=dict)
    # Whether the update has to be refused, and nothing changed.
    refused: bool = False
    # Files that have to be executable afterwards.
    executable: tuple = ()
    # A third version that the project is brought to after what is asked of the second has been committed.
    later: Version | None = None
    between: Callable = lambda project: None
    # Settings of the user's git.
    settings: dict = field(default_factory=dict)
    # Where the project is made: alone, in a folder of a `repository`, or `uncommitted` until the user's first change.
    place: str = "alone"
    # Makes of the project what the update then meets: a clone, a sparse checkout; gives the project to go on with.
    arrange: Callable = lambda project: project
    # Texts that git has to hold of files afterwards, once all is added.
    stored: dict = field(default_factory=dict)
    # Rights that files have to have afterwards.
    modes: dict = field(default_factory=dict)
    # A question of the first version that the second asks under another name, old to new.
    renamed: dict = field(default_factory=dict)


def simple(text, **files):
    return Version({"a.txt": text, **files})
