public import MLKitCore
internal import MLKitGit
public import SystemPackage

/// Which paths may be written into a project.
public enum PathRules {
    /// Why a name cannot stand in a project, as the end of a sentence; `nil` if it can.
    static func problem(of name: String) -> String? {
        if name.isEmpty { return "is empty" }
        if name == "." || name == ".." { return "leads elsewhere" }
        if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "has a control character in it"
        }
        if name.contains("\\") { return "has a backslash in it, which parts folders on Windows" }
        let plain = plain(name)
        if plain == ".git" || plain == "git~1" { return "belongs to git" }
        if plain == ".mlkit" { return "belongs to mlkit" }
        return name.utf8.count > 255 ? "is longer than 255 bytes" : nil
    }

    /// What some disk takes a name for: in any letter case, as Windows does, which drops dots and spaces at the end and reads
    /// `:` as the beginning of a stream, or without characters that macOS overlooks. `.git` has a short name of Windows besides.
    /// (CVE-2014-9390, CVE-2019-1352, CVE-2019-1353.)
    private static func plain(_ name: String) -> String {
        var scalars = Array(name.lowercased().unicodeScalars.filter { !isOverlooked($0) }.prefix { $0 != ":" })
        while let last = scalars.last, last == "." || last == " " { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Characters that HFS+ leaves out of account.
    private static func isOverlooked(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200C...0x200F, 0x202A...0x202E, 0x206A...0x206F, 0xFEFF: true
        default: false
        }
    }

    /// What is wrong with files taken together: two of one path, a file where another needs a folder, and names that
    /// are one on many disks (they differ in letter case, or in how an accent is written).
    static func problems(of files: [RenderedFile]) -> [Diagnostic] {
        var seen: [String: (path: String, origin: String, isFile: Bool)] = [:]
        var problems = [Diagnostic]()
        // By bytes, as the order of texts does not tell ways to write an accent apart.
        for file in files.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            for (path, isFile) in steps(to: file.path) {
                guard let other = seen[folded(path)] else {
                    seen[folded(path)] = (path, file.origin, isFile)
                    continue
                }
                guard !isSame(other.path, path) || other.isFile || isFile else { continue }
                problems.append(collision(path, file.origin, other))
                break
            }
        }
        return problems
    }

    /// A path as disks compare it. Texts of Swift are equal however their accents are written.
    private static func folded(_ path: String) -> String { path.uppercased().lowercased() }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    private static func collision(
        _ path: String, _ origin: String, _ other: (path: String, origin: String, isFile: Bool)
    ) -> Diagnostic {
        let reason =
            if isSame(path, other.path) {
                "both need `\(path)`"
            } else if path == other.path {
                "`\(path)` is written with different characters in each, but is one on many disks"
            } else {
                "`\(path)` and `\(other.path)` are one on a disk that ignores letter case"
            }
        return .error("`\(origin)` and `\(other.origin)` collide", notes: [reason])
    }

    /// The folders on the way to a path, and the path itself.
    private static func steps(to path: String) -> [(path: String, isFile: Bool)] {
        RepositoryPath.parents(of: path).map { ($0, false) } + [(path, true)]
    }
}

extension PathRules {
    /// What stands in the way of writing files into a folder that exists: a symbolic link on the way to one would
    /// lead the file out of the project.
    ///
    /// - Parameter paths: relative to `root`.
    public static func problems(
        ofWriting paths: some Sequence<String>, into root: FilePath, files: any FileSystem
    ) throws -> [Diagnostic] {
        var known: ByteTable<Bool> = [:]
        var problems = [Diagnostic]()
        for path in paths {
            for (step, isFile) in steps(to: path) where !isFile {
                let isLink = try known[step] ?? files.isLink(root.pushing(FilePath(step)))
                if isLink, known[step] == nil {
                    problems.append(
                        .error(
                            "`\(step)` is a symbolic link, and `\(path)` would be written through it",
                            hint: "put a folder in its place"))
                }
                known[step] = isLink
                if isLink { break }
            }
        }
        return problems
    }
}
