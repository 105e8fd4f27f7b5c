internal import MLKitCore

/// A lock file of a package manager.
struct LockFile {
    /// What the manager brings: a lock for pages says nothing of a project in Python.
    enum Language { case python, any, other }

    let name: String
    let language: Language
    /// What stands in one that locks something.
    let content: [String]

    private init(_ name: String, _ language: Language, _ content: String...) {
        (self.name, self.language, self.content) = (name, language, content)
    }

    private static let all = [
        LockFile("uv.lock", .python, "[[package]]"), LockFile("poetry.lock", .python, "[[package]]"),
        LockFile("pdm.lock", .python, "[[package]]"), LockFile("pylock.toml", .python, "[[packages]]"),
        LockFile("pylock.*.toml", .python, "[[packages]]"), LockFile(pipenv, .python),
        LockFile("pixi.lock", .any, "- conda:", "- pypi:", "kind: conda", "kind: pypi"),
        LockFile("conda-lock.yml", .any, "sha256:", "md5:"), LockFile("*.conda-lock.yml", .any, "sha256:", "md5:"),
        LockFile("conda-*.lock", .any, "@EXPLICIT"), LockFile("flake.lock", .any, "\"narHash\""),
        LockFile("Cargo.lock", .other, "[[package]]"), LockFile("renv.lock", .other, "\"Version\":"),
        LockFile("Package.resolved", .other, "\"revision\""), LockFile("package-lock.json", .other, "\"integrity\"", "\"resolved\""),
        LockFile("yarn.lock", .other, "resolved", "resolution:"), LockFile("pnpm-lock.yaml", .other, "resolution:"),
        LockFile("bun.lock", .other, "sha512-"), LockFile("go.sum", .other, "h1:"), LockFile("Gemfile.lock", .other, "specs:"),
        LockFile("Manifest.toml", .other, "[[deps"), LockFile("gradle.lockfile", .other, ":"),
    ]

    /// What a file is by its name; `nil` for no lock file.
    init?(at path: String) {
        guard let found = Self.all.first(where: { Glob($0.name).matches(PinProbe.name(path)) }) else { return nil }
        self = found
    }

    func locks(_ text: String) -> Bool {
        guard name == Self.pipenv else { return content.contains(where: text.contains) }
        let packages = Self.packages(ofPipenv: text)
        return !packages.isEmpty && packages.allSatisfy { Self.isLocked($0.value) }
    }

    private static let pipenv = "Pipfile.lock"

    private static func packages(ofPipenv text: String) -> [JSON.Member] {
        let lock = try? JSON(parsing: Array(text.utf8))
        return lock?["default"]?.members ?? []
    }

    /// Whether an entry of a Pipfile.lock is of one version: `==` and a number, a commit, or a file or folder.
    private static func isLocked(_ entry: JSON) -> Bool {
        if let version = entry["version"]?.string { return version.hasPrefix("==") && !version.contains("*") }
        if entry["file"] != nil { return entry["hashes"]?.array?.isEmpty == false }
        return entry["ref"] != nil || entry["path"] != nil
    }

    /// Whether the text of one has a package: as an entry of its own, in files of which that is known.
    func holds(_ package: String, _ text: String) -> Bool {
        if name == Self.pipenv { return Self.packages(ofPipenv: text).contains { PinnedRequirement.normal($0.name) == package } }
        return text.split(whereSeparator: \.isNewline).contains { line in
            guard name.hasSuffix(".toml") || ["uv.lock", "poetry.lock", "pdm.lock"].contains(name) else {
                return PinnedRequirement.normal(String(line)).contains(package)
            }
            guard line.hasPrefix("name"), let value = line.split(separator: "\"").dropFirst().first else { return false }
            return PinnedRequirement.normal(String(value)) == package
        }
    }
}
