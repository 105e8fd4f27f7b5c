internal import MLKitCore

/// Whether files are there.
enum FileProbes {
    /// A file that is not empty matches one of the patterns.
    static func anyFile(_ patterns: [String], _ context: ProbeContext) throws -> ProbeVerdict {
        let resolved = patterns.map { context.resolved($0) }
        var untouched: String?
        for pattern in resolved {
            for path in try context.matches(pattern) where try counts(path, pattern, context) {
                guard try !context.isTemplateText(path) else {
                    untouched = untouched ?? path
                    continue
                }
                context.restsOn([path, ".gitignore"])
                return .passed("`\(path)` exists", [path])
            }
        }
        let absent = try resolved.compactMap { try context.absentOutput(like: $0) }
        if let output = absent.first(where: \.matches) ?? absent.first {
            let found = "`\(output.path)` is not in this clone; the lock of `\(output.stage)` has it: `mlkit cache pull` gets it"
            let lock = [".mlkit/lock/\(output.stage).json"]
            return output.matches ? .passed(found, lock) : .unknown("\(found), and shows what is in it", lock)
        }
        if let untouched { return .failed("`\(untouched)` is as the template wrote it", [untouched]) }
        let names = Suggestion.list(resolved)
        return .failed("no file that is not empty matches \(resolved.count > 1 ? "any of " : "")\(names)")
    }

    /// Files that are there to keep a folder in git, or out of it.
    private static let keepers: Set<String> = [".gitkeep", ".keep", ".gitignore", ".gitattributes", ".placeholder", ".DS_Store"]

    private static func counts(_ path: String, _ pattern: String, _ context: ProbeContext) throws -> Bool {
        guard try context.hasContent(path), !path.hasPrefix(".git/"), !path.hasPrefix(".mlkit/"),
            !(Glob.isPattern(pattern) && keepers.contains(PinProbe.name(path)))
        else { return false }
        return try context.isForOthers(path, as: pattern)
    }
}
