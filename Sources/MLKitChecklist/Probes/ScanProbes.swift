internal import MLKitCore
internal import MLKitSpec

/// What should not stand in tracked files.
enum ScanProbes {
    static func secrets(_ context: ProbeContext, _ tool: SecretTool? = nil) throws -> ProbeVerdict {
        let marks = ["mlkit:not-a-secret", "pragma: allowlist secret", "gitleaks:allow"]
        let scan = Scan(context, "secrets", marks: marks, tool)
        let now = try scan.verdict(secrets)
        guard context.scansHistory else { return now }
        context.looksBeyondFiles()
        return .all([now, try scan.verdictOnHistory(secrets)])
    }

    private static func secrets(_ path: String, _ bytes: [UInt8]) -> [ScanHit] {
        var scanner = SecretScanner(path: path)
        return Scan.lines(of: bytes) { scanner.find(in: $0) }
    }

    /// The same, with what a well-kept scanner finds beside the rules here, if this machine has one.
    static func secretsByTools(_ context: ProbeContext) async throws -> ProbeVerdict {
        // What has no text for a name can be told to no program.
        let files = try context.git()?.trackedFiles().filter { try context.oddPlace(of: $0) == nil } ?? []
        let tool = try await context.findSecrets(files)
        return try secrets(context, tool)
    }

    static func personalData(_ context: ProbeContext) throws -> ProbeVerdict {
        var authors: Set<String>?
        func isKnown(_ address: String) throws -> Bool {
            let known = try authors ?? context.git()?.authors ?? []
            authors = known
            return known.contains(address.lowercased())
        }
        let scan = Scan(context, "personal_data", marks: ["mlkit:not-personal"])
        return try scan.verdict(leavingOutSources: true) { path, bytes in
            let style = FileStyle(of: path)
            guard case .table(let separator) = style else {
                let scanner = PersonalDataScanner(style: style)
                let hits = try Scan.lines(of: bytes) { try scanner.find(in: $0, isKnown: isKnown) }
                guard PersonalRecords.mayStand(in: path) else { return hits }
                let found = Set(hits.map(\.line))
                let records = try PersonalRecords.find(in: bytes, isKnown: isKnown).filter { !found.contains($0.line) }
                return (hits + records).sorted { $0.line < $1.line }
            }
            let columns = try PersonalColumns(separator: separator).find(in: bytes, isKnown: isKnown)
            return columns.map { ScanHit(line: 1, kind: $0) }
        }
    }
}
