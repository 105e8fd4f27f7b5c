internal import MLKitCore

/// Whether the packages that a project needs are pinned, to versions that anybody gets again.
enum PinProbe {
    static func pinned(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            let requirements = files.filter(isRequirements)
            let needed = requirements.filter { !isForDevelopment($0) }
            let environments = files.filter { CondaEnvironment.isOne($0) && !isForDevelopment($0) }
            let isPython = try !needed.isEmpty || !environments.isEmpty || files.contains { try namesPackages($0, context) }
            var (empty, other): (String?, String?)
            for file in files {
                guard let lock = LockFile(at: file), let text = try context.text(file) else { continue }
                guard lock.locks(text) else { empty = empty ?? file; continue }
                guard lock.language == .other, isPython else { return .passed("`\(file)` is tracked", [file]) }
                other = other ?? file
            }
            let conda = try environments.compactMap { try CondaEnvironment.verdict($0, context) }
            guard !needed.isEmpty else { return conda.isEmpty ? nothing(requirements, empty, other) : .all(conda) }
            return try .all(conda + [judge(needed, Set(files), context)])
        }
    }

    private static func nothing(_ requirements: [String], _ empty: String?, _ other: String?) -> ProbeVerdict {
        if let file = requirements.first {
            return .unknown("there is nothing to judge: `\(file)` is for development, and no other file names packages", [file])
        }
        if let empty { return .unknown("there is nothing to judge: `\(empty)` locks no package", [empty]) }
        guard let other else { return .failed("no lock file of a package manager is tracked") }
        return .failed("`\(other)` locks no package of Python, and no lock file that does is tracked", [other])
    }

    private static func judge(_ files: [String], _ tracked: Set<String>, _ context: ProbeContext) throws -> ProbeVerdict {
        var read = Requirements(context, tracked)
        for file in files { try read.take(file, of: nil) }
        if let lost = read.lost { return .failed("`\(lost.file)` takes in `\(lost.name)`, which git does not have", [lost.file]) }
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

    /// Whether a file of Python's own names packages that its project needs.
    private static func namesPackages(_ file: String, _ context: ProbeContext) throws -> Bool {
        let isOne = ["pyproject.toml", "setup.py", "setup.cfg", "Pipfile"].contains(name(file))
        guard isOne, let text = try context.text(file) else { return false }
        return ["dependencies", "install_requires", "[packages]"].contains(where: text.contains)
    }

    private static let development = ["dev", "test", "doc", "lint", "ci", "typing", "mypy", "bench", "build", "optional", "examples"]

    /// Whether its name says that only developers need it.
    private static func isForDevelopment(_ file: String) -> Bool {
        let folders = file.split(separator: "/").dropLast().suffix(1).filter { $0 != "requirements" }
        let words = ([name(file)] + folders.map(String.init)).flatMap { $0.lowercased().split { !$0.isLetter } }
        return words.contains { word in development.contains { word == $0 || word == $0 + "s" || word.hasPrefix("develop") || word == "testing" } }
    }

    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
