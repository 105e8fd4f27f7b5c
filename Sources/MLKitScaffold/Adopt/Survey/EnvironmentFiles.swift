/// Files that say what software a project needs.
public enum EnvironmentFiles {
    /// Those of a project, in the order of their paths.
    static func find(in tree: ProjectTree) -> [String] {
        tree.files.filter { file in
            let name = FileName.last(file)
            let isListed = name.hasPrefix("requirements") && name.hasSuffix(".txt")
            guard isListed || names.contains(name) else { return false }
            return file.split(separator: "/").count <= 2
        }
    }

    /// What Python is started with in the environment that a project has.
    static func python(_ tree: ProjectTree) -> String {
        if tree.contains("uv.lock") { return "uv run python" }
        if tree.contains("poetry.lock") { return "poetry run python" }
        return tree.contains("Pipfile.lock") ? "pipenv run python" : "python3"
    }

    private static let names: Set<String> = [
        "environment.yml", "environment.yaml", "pyproject.toml", "poetry.lock", "uv.lock", "Pipfile", "Pipfile.lock",
        "setup.py", "conda-lock.yml", "pixi.lock", "renv.lock", "DESCRIPTION", "Project.toml", "package.json",
    ]
}
