/// Files that git has and that are not the project's own.
enum ForeignFiles {
    private static let folders: Set<Substring> = [
        ".venv", "venv", "env", "node_modules", "site-packages", "vendor", "third_party", "__pycache__", ".tox", ".nox", "fixtures",
        "testdata",
    ]
    private static let examples: Set<Substring> = ["test", "tests", "example", "examples"]

    /// Whether a file was brought by a package manager, or is there for tests to read.
    static func contain(_ path: String) -> Bool { path.split(separator: "/").dropLast().contains(where: folders.contains) }

    /// Whether a file stands among tests or examples.
    static func isExample(_ path: String) -> Bool { path.split(separator: "/").dropLast().contains(where: examples.contains) }
}
