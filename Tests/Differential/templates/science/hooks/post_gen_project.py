import pathlib
pathlib.Path("made-by-hook.txt").write_text("{{ cookiecutter.repo_name }}\n")
pathlib.Path("LICENSE").unlink()
print("hook done")
