internal import MLKitCore
internal import MLKitSpec

/// What should not stand in tracked files.
enum ScanProbes {
    /// Larger files are data rather than text that people write.
    private static let largest = 1 << 20

    static func secrets(_ context: ProbeContext) throws -> ProbeVerdict {
        try scan(context, unless: "mlkit:not-a-secret", leavingOut: { _ in false }) { SecretMatcher.find(in: $0) }
    }

    static func personalData(_ context: ProbeContext) throws -> ProbeVerdict {
        let sources = context.stages("data").flatMap(\.inputs).filter { $0.role == "source" }.map { Glob($0.path) }
        var authors: Set<String>?
        return try scan(
            context, unless: "mlkit:not-personal", leavingOut: { path in sources.contains { $0.matches(path) } },
            find: { line in
                guard let found = PersonalDataMatcher.find(in: line) else { return nil }
                guard found.isAddress else { return found.kind }
                let known = try authors ?? context.git()?.authors ?? []
                authors = known
                let others = PersonalDataMatcher.addresses(in: line).filter { !known.contains($0.lowercased()) }
                return others.isEmpty ? PersonalDataMatcher.find(in: line, addresses: false)?.kind : found.kind
            })
    }

    private static func scan(
        _ context: ProbeContext, unless mark: String, leavingOut isLeftOut: (String) -> Bool,
        find: (UnsafeRawBufferPointer) throws -> String?
    ) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            var scanned = 0
            for path in files where !isLeftOut(path) {
                guard let information = try context.information(path), information.kind == .file,
                    information.size <= largest, let bytes = try context.read(path), TextLines.isText(bytes)
                else { continue }
                scanned += 1
                guard let hit = try TextLines.first(in: bytes, unless: mark, find) else { continue }
                return .failed(
                    "`\(path)` line \(hit.line) has \(hit.found); if it is none, write `\(mark)` in the line", [path])
            }
            return .passed("nothing found in \(plural(scanned, "tracked text file"))")
        }
    }
}
