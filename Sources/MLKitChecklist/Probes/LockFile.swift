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
        LockFile("conda-*.lock", .any, "://"), LockFile("flake.lock", .any, "\"narHash\""),
        LockFile("Cargo.lock", .other, "[[package]]"), LockFile(renv, .other),
        LockFile("Package.resolved", .other, "\"revision\""), LockFile("package-lock.json", .other, "\"integrity\"", "\"resolved\""),
        LockFile("yarn.lock", .other, "resolved", "resolution:"), LockFile("pnpm-lock.yaml", .other, "resolution:"),
        LockFile("bun.lock", .other, "sha512-"), LockFile("go.sum", .other, "h1:"), LockFile(bundler, .other),
        LockFile("Manifest.toml", .other, "[[deps"), LockFile("gradle.lockfile", .other, ":"),
    ]

    /// What a file is by its name; `nil` for no lock file.
    init?(at path: String) {
        guard let found = Self.all.first(where: { Glob($0.name).matches(PinProbe.name(path)) }) else { return nil }
        self = found
    }

    func locks(_ text: String) -> Bool {
        if name == Self.renv {
            let packages = (try? JSON(parsing: Array(text.utf8)))?["Packages"]?.members
            return packages?.contains { $0.value["Version"]?.string != nil } ?? false
        }
        if name == Self.bundler { return Self.hasGem(text) }
        guard name == Self.pipenv else { return content.contains(where: text.contains) }
        let packages = Self.packages(ofPipenv: text)
        return !packages.isEmpty && packages.allSatisfy { Self.isLocked($0.value) }
    }

    private static let (pipenv, renv, bundler) = ("Pipfile.lock", "renv.lock", "Gemfile.lock")

    /// Whether a gem with its version stands below `specs:`, four blanks in.
    private static func hasGem(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            line.hasPrefix("    ") && line.dropFirst(4).first.map { $0 != " " } ?? false && line.trimmed.hasSuffix(")")
                && line.contains(" (")
        }
    }

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

    /// The versions of a package that the text of one has, in files of which that is known.
    func versions(of package: String, _ text: String) -> [String] {
        if name == Self.pipenv {
            return Self.packages(ofPipenv: text).filter { PinnedRequirement.normal($0.name) == package }
                .compactMap { $0.value["version"]?.string.map { String($0.drop { $0 == "=" }) } }
        }
        guard name.hasSuffix(".toml") || ["uv.lock", "poetry.lock", "pdm.lock"].contains(name) else { return [] }
        var (versions, isOurs) = ([String](), false)
        for line in text.split(whereSeparator: \.isNewline) {
            let value = line.split(separator: "\"", omittingEmptySubsequences: false).dropFirst().first.map(String.init)
            if line.hasPrefix("[") { isOurs = false }
            if line.hasPrefix("name") { isOurs = value.map { PinnedRequirement.normal($0) == package } ?? false }
            if isOurs, line.hasPrefix("version"), let value { versions.append(value) }
        }
        return versions
    }
}
