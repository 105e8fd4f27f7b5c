"""Whether an update came out right, and if not, what went wrong in a few words."""


def judge(case, project, status, before):
    """`before` holds what stood in the files that the case names."""
    found = []
    unmerged = project.unmerged()
    if case.refused:
        if status == 0:
            found.append("not refused")
    elif case.conflict:
        if status == 0:
            found.append("exit 0 in spite of a conflict")
        if not unmerged:
            found.append("git would commit it as it is")
    elif case.waits:
        if status == 0:
            found.append("exit 0, though a file is missing")
    elif status != 0:
        found.append(f"exit {status}")
    elif unmerged:
        found.append("a conflict for nothing")
    for path, content in case.expect.items():
        found += compare(path, content, project.read(path), before.get(path))
    for path, texts in case.contains.items():
        content = (project.read(path) or project.staged(path).encode()).decode()
        found += [f"`{text}` is not in {path}" for text in texts if text not in content]
    found += [f"{path} is not executable" for path in case.executable if not project.is_executable(path)]
    found += [
        f"{path} has the rights {project.mode(path):o}" for path, mode in case.modes.items() if project.mode(path) != mode
    ]
    if case.stored and not unmerged:
        project.git("add", "--all", "--sparse")
        found += [f"git stores {path} otherwise" for path, text in case.stored.items() if project.staged(path) != text]
    found += [f"left {path}" for path in project.strays()]
    return found


def compare(path, wanted, content, before):
    if wanted is None:
        return [] if content is None else [f"{path} is {'still' if before is not None else 'again'} there"]
    wanted = wanted if isinstance(wanted, bytes) else wanted.encode()
    if content == wanted:
        return []
    if content is None:
        return [f"{path} is gone" if before is not None else f"no {path}"]
    if b"<<<<<<<" in content:
        return [f"conflict markers in {path}"]
    lost = [text for text in ("mine", "the end", "my own") if text in wanted.decode(errors="replace")]
    lost = [text for text in lost if text.encode() not in content]
    if lost:
        return [f"the user's `{lost[0]}` is lost from {path}"]
    return [f"{path} stays as it was" if content == before else f"{path} has other content"]
