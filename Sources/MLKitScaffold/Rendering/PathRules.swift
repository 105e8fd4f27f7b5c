internal import MLKitCore

/// Which paths may be written into a project.
enum PathRules {
    /// Why a name cannot stand in a project, as the end of a sentence; `nil` if it can.
    static func problem(of name: String) -> String? {
        switch name.lowercased() {
        case ".", "..": return "leads elsewhere"
        case ".git", "git~1": return "belongs to git"
        default: break
        }
        if name.isEmpty { return "is empty" }
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "has a control character in it"
        }
        return name.utf8.count > 255 ? "is longer than 255 bytes" : nil
    }

    /// What is wrong with files taken together: two of one path, a file where another needs a folder, names that
    /// differ in letter case only (they are one on many disks), and the place of the record.
    static func problems(of files: [RenderedFile]) -> [Diagnostic] {
        var seen: [String: (path: String, origin: String, isFile: Bool)] = [:]
        var problems = [Diagnostic]()
        for file in files {
            if file.path.lowercased() == ScaffoldRecord.path {
                problems.append(.error("`\(file.origin)` would overwrite `\(ScaffoldRecord.path)`, which mlkit writes"))
            }
            for (path, isFile) in steps(to: file.path) {
                guard let other = seen[path.lowercased()] else {
                    seen[path.lowercased()] = (path, file.origin, isFile)
                    continue
                }
                guard other.path != path || other.isFile || isFile else { continue }
                problems.append(collision(path, file.origin, other))
                break
            }
        }
        return problems
    }

    private static func collision(
        _ path: String, _ origin: String, _ other: (path: String, origin: String, isFile: Bool)
    ) -> Diagnostic {
        .error(
            "`\(origin)` and `\(other.origin)` collide",
            notes: [
                other.path == path
                    ? "both need `\(path)`"
                    : "`\(path)` and `\(other.path)` are one on a disk that ignores letter case"
            ])
    }

    /// The folders on the way to a path, and the path itself.
    private static func steps(to path: String) -> [(path: String, isFile: Bool)] {
        path.indices.filter { path[$0] == "/" }.map { (String(path[..<$0]), false) } + [(path, true)]
    }
}
