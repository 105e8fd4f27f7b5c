internal import MLKitCore

/// Whether the packages that a project needs are pinned, to versions that anybody gets again.
enum PinProbe {
    /// Lock files of package managers, each with what stands in one that locks something.
    private static let locks: [(name: String, content: [String])] = [
        ("uv.lock", ["[[package]]"]), ("poetry.lock", ["[[package]]"]), ("pdm.lock", ["[[package]]"]),
        ("pylock.toml", ["[[packages]]"]), ("pylock.*.toml", ["[[packages]]"]), ("Cargo.lock", ["[[package]]"]),
        ("Pipfile.lock", ["\"version\":", "\"ref\":"]), ("pixi.lock", ["- conda:", "- pypi:", "kind: conda", "kind: pypi"]),
        ("conda-lock.yml", ["url:"]), ("*.conda-lock.yml", ["url:"]), ("conda-*.lock", ["@EXPLICIT"]),
        ("renv.lock", ["\"Version\":"]), ("Package.resolved", ["\"revision\""]), ("package-lock.json", ["\"integrity\"", "\"version\":"]),
        ("yarn.lock", ["resolved", "resolution:"]), ("pnpm-lock.yaml", ["resolution:"]), ("flake.lock", ["\"narHash\""]),
        ("go.sum", ["h1:"]), ("Gemfile.lock", ["specs:"]), ("Manifest.toml", ["[[deps"]),
    ]

    static func pinned(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            var empty: String?
            for file in files {
                guard let lock = locks.first(where: { Glob($0.name).matches(Self.name(file)) }), let text = try context.text(file)
                else { continue }
                guard lock.content.contains(where: text.contains) else { empty = empty ?? file; continue }
                return .passed("`\(file)` is tracked", [file])
            }
            let environments = try files.filter(isEnvironment).compactMap { try environment($0, context) }
            let requirements = files.filter(isRequirements)
            let needed = requirements.filter { !isForDevelopment($0) }
            if needed.isEmpty, let found = environments.first { return found }
            guard !needed.isEmpty else { return nothing(requirements, empty) }
            return try judge(needed, context)
        }
    }

    private static func nothing(_ requirements: [String], _ empty: String?) -> ProbeVerdict {
        if let file = requirements.first {
            return .unknown("there is nothing to judge: `\(file)` is for development, and no other file names packages", [file])
        }
        if let empty { return .unknown("there is nothing to judge: `\(empty)` locks no package", [empty]) }
        return .failed("no lock file of a package manager is tracked")
    }

    private static func judge(_ files: [String], _ context: ProbeContext) throws -> ProbeVerdict {
        var read = Requirements(context)
        for file in files { try read.take(file) }
        if let loose = read.loose.first {
            let rest = read.loose.count > 1 ? " and \(read.loose.count - 1) more" : ""
            return .failed(
                "`\(loose.file)` names `\(loose.name)`\(rest) without `==`, a hash or a commit, and no lock file is tracked", files)
        }
        guard read.count > 0 else { return .unknown("there is nothing to judge: `\(files[0])` names no package", files) }
        return .passed("\(Suggestion.list(files)) \(files.count > 1 ? "pin" : "pins") every package", files)
    }

    private static func isRequirements(_ file: String) -> Bool {
        let name = name(file)
        return ["requirements*.txt", "requirements*.lock", "*requirements.txt"].contains { Glob($0).matches(name) }
            || Glob("**/requirements/*.txt").matches(file) && !name.lowercased().contains("constraint")
    }

    private static let development = ["dev", "test", "doc", "lint", "ci", "typing", "mypy", "bench", "build", "optional", "examples"]

    /// Whether its name says that only developers need it.
    private static func isForDevelopment(_ file: String) -> Bool {
        let folders = file.split(separator: "/").dropLast().suffix(1).filter { $0 != "requirements" }
        let words = ([name(file)] + folders.map(String.init)).flatMap { $0.lowercased().split { !$0.isLetter } }
        return words.contains { word in development.contains { word == $0 || word == $0 + "s" || word.hasPrefix("develop") || word == "testing" } }
    }

    private static func isEnvironment(_ file: String) -> Bool { ["environment.yml", "environment.yaml"].contains(name(file)) }

    /// A conda environment: each package with its version and build, or with three parts of a version.
    private static func environment(_ file: String, _ context: ProbeContext) throws -> ProbeVerdict? {
        guard let text = try context.text(file) else { return nil }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.prefix { $0 != "#" }.trimmed }
        guard let start = lines.firstIndex(of: "dependencies:") else { return nil }
        let packages = lines[(start + 1)...].prefix { $0.hasPrefix("-") || $0.isEmpty }.filter { !$0.isEmpty && !$0.hasSuffix(":") }
            .map { $0.dropFirst().trimmed.replacing("\"", with: "").replacing("'", with: "") }.filter { $0 != "pip" }
        guard let loose = packages.first(where: { !isExact($0) }) else {
            return packages.isEmpty ? nil : .passed("`\(file)` pins every package", [file])
        }
        return .failed("`\(file)` names `\(loose)` without a whole version, and no lock file is tracked", [file])
    }

    private static func isExact(_ package: String) -> Bool {
        guard !package.contains("*"), !package.contains(">"), !package.contains("<"), !package.contains("~") else { return false }
        let parts = package.split(separator: "=").map(String.init)
        return parts.count >= 3 || package.contains("==") || parts.count == 2 && parts[1].split(separator: ".").count >= 3
    }

    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// What requirements files name, with the files that they take in.
private struct Requirements {
    private let context: ProbeContext
    private var seen = Set<String>()
    private var constrained = Set<String>()
    private var packages = [(file: String, name: String, isPinned: Bool)]()

    init(_ context: ProbeContext) { self.context = context }

    var count: Int { packages.count }
    /// Those of no certain version.
    var loose: [(file: String, name: String, isPinned: Bool)] {
        packages.filter { !$0.isPinned && !constrained.contains($0.name) }
    }

    mutating func take(_ file: String) throws {
        guard seen.insert(file).inserted, let text = try context.text(file) else { return }
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        for line in PinnedRequirement.lines(of: text) {
            switch line {
            case .nothing: continue
            case .file(let other): try take(Self.path(other, in: folder))
            case .constraints(let other):
                let lines = PinnedRequirement.lines(of: try context.text(Self.path(other, in: folder)) ?? "")
                for case .package(let name, true) in lines { constrained.insert(name) }
            case .package(let name, let isPinned): packages.append((file, name, isPinned))
            }
        }
    }

    private static func path(_ name: String, in folder: String) -> String {
        var parts = folder.split(separator: "/").map(String.init)
        for part in name.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }
}
