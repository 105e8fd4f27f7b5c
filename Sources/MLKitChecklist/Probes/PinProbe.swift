internal import MLKitCore
internal import MLKitGit

/// Whether the packages that a project needs are pinned, to versions that anybody gets again.
enum PinProbe {
    static func pinned(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { tracked, _ in
            let files = tracked.filter { !ForeignFiles.contain($0) }
            let requirements = files.filter(isRequirements)
            let needed = requirements.filter { !isForDevelopment($0) }
            let environments = files.filter { CondaEnvironment.isOne($0) && !isForDevelopment($0) }
            let manifests = try files.filter { try !isForDevelopment($0) && namesPackages($0, context) }
            let isPython = !needed.isEmpty || !environments.isEmpty || !manifests.isEmpty
            var (empty, other): (String?, String?)
            var locks = [(file: String, lock: LockFile, text: String)]()
            for file in files {
                guard let lock = LockFile(at: file), let text = try context.text(tracked: file) else { continue }
                guard lock.locks(text) else { empty = empty ?? file; continue }
                guard lock.language == .other, isPython else { locks.append((file, lock, text)); continue }
                other = other ?? file
            }
            guard isPython else {
                return locks.first.map { .passed("`\($0.file)` is tracked", [$0.file]) } ?? nothing(requirements, empty, other)
            }
            var verdicts = [ProbeVerdict]()
            var (open, loose) = ([String](), [(file: String, names: [String])]())
            for file in needed + environments + manifests {
                let isConda = CondaEnvironment.isOne(file)
                let names = try isConda ? [] : self.loose(in: file, PathSet(tracked), context)
                guard let lock = locks.first(where: { isAround($0.file, file) && (!isConda || $0.lock.language == .any) }) else {
                    if manifests.contains(file) { loose.append((file, names)) } else { open.append(file) }
                    if let doubt = try undeclared(file, files, context) { verdicts.append(.unknown(doubt, [file])) }
                    continue
                }
                let lacking = names.filter { !lock.lock.holds($0, lock.text) }
                if !isConda, let other = try contradiction(lock, file, context) {
                    verdicts.append(.failed(other, [lock.file, file]))
                    continue
                }
                verdicts.append(
                    lacking.isEmpty
                        ? .passed("`\(lock.file)` locks what `\(file)` names", [lock.file, file])
                        : .failed("`\(lock.file)` does not lock `\(lacking[0])`, which `\(file)` names", [lock.file, file]))
            }
            verdicts += try open.filter(environments.contains).compactMap { try CondaEnvironment.verdict($0, PathSet(tracked), context) }
            var read = Requirements(context, PathSet(tracked))
            let listed = open.filter(needed.contains)
            for file in listed { try read.take(file, of: nil) }
            if !listed.isEmpty { verdicts.append(judge(listed, read)) }
            for (file, names) in loose {
                guard let name = names.first(where: { !read.pins($0) }) else { continue }
                guard other == nil || !listed.isEmpty else { return nothing(requirements, empty, other) }
                verdicts.append(
                    .failed("`\(file)` names `\(name)`, which neither a lock file beside it nor pinned requirements hold", [file] + listed))
            }
            return verdicts.isEmpty ? nothing(requirements, empty, other) : .all(verdicts)
        }
    }

    /// Whether a lock stands beside a file, or in a folder around it.
    private static func isAround(_ lock: String, _ file: String) -> Bool {
        file.hasPrefix(lock.dropLast(name(lock).count))
    }

    /// The packages of no certain version that a file names.
    private static func loose(in file: String, _ tracked: PathSet, _ context: ProbeContext) throws -> [String] {
        let text = try context.text(tracked: file) ?? ""
        var read = Requirements(context, tracked)
        guard PythonManifest.isOne(file) else {
            try read.take(file, of: nil)
            return read.loose.map(\.name)
        }
        let folder = file.dropLast(name(file).count)
        for other in PythonManifest.dynamicFiles(in: text, of: file) ?? [] { try read.take(folder + other, of: file) }
        return PythonManifest.loose(in: text, of: file) + read.loose.map(\.name)
    }

    /// Where a lock has another version of a package than a file asks for.
    private static func contradiction(
        _ lock: (file: String, lock: LockFile, text: String), _ file: String, _ context: ProbeContext
    ) throws -> String? {
        let text = try context.text(tracked: file) ?? ""
        let lines = PythonManifest.isOne(file) ? PythonManifest.lines(in: text, of: file).joined(separator: "\n") : text
        for bounds in VersionBounds.all(in: lines) {
            let versions = lock.lock.versions(of: bounds.package, lock.text)
            guard let first = versions.first, !versions.contains(where: bounds.admit) else { continue }
            return "`\(lock.file)` locks `\(bounds.package)` \(first), and `\(file)` asks for `\(bounds.text)`"
        }
        return nil
    }

    /// Why nobody can tell what a manifest needs: something that is not known here provides it when the project is built.
    private static func undeclared(_ file: String, _ files: [String], _ context: ProbeContext) throws -> String? {
        guard let dynamic = PythonManifest.dynamicFiles(in: try context.text(tracked: file) ?? "", of: file), dynamic.isEmpty else {
            return nil
        }
        let folder = file.dropLast(name(file).count)
        guard !["setup.py", "setup.cfg"].contains(where: { files.contains(folder + $0) }) else { return nil }
        return "`\(file)` leaves its `dependencies` to what builds it (`dynamic`), so that nothing tells which they are"
    }

    private static func nothing(_ requirements: [String], _ empty: String?, _ other: String?) -> ProbeVerdict {
        if let file = requirements.first {
            return .unknown("there is nothing to judge: `\(file)` is for development, and no other file names packages", [file])
        }
        if let empty { return .unknown("there is nothing to judge: `\(empty)` locks no package", [empty]) }
        guard let other else { return .failed("no lock file of a package manager is tracked") }
        return .failed("`\(other)` locks no package of Python, and no lock file that does is tracked", [other])
    }

    private static func judge(_ files: [String], _ read: Requirements) -> ProbeVerdict {
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
        guard PythonManifest.isOne(file), let text = try context.text(tracked: file) else { return false }
        return ["dependencies", "install_requires", "[packages]"].contains(where: text.contains)
    }

    private static let development = ["dev", "test", "doc", "lint", "ci", "typing", "mypy", "bench", "build", "optional", "examples"]

    /// Whether its name says that only developers need it.
    private static func isForDevelopment(_ file: String) -> Bool {
        let folders = file.split(separator: "/").dropLast().suffix(1).filter { $0 != "requirements" }
        let words = ([name(file)] + folders.map(String.init)).flatMap { $0.lowercased().split { !$0.isLetter } }
        return words.contains { word in
            development.contains { word == $0 || word == $0 + "s" || word.hasPrefix("develop") || word == "testing" }
        }
    }

    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
