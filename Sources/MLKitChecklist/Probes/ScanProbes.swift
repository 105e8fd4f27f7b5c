internal import MLKitCore
internal import MLKitSpec

/// What should not stand in tracked files.
enum ScanProbes {
    static func secrets(_ context: ProbeContext, _ tool: SecretTool? = nil) throws -> ProbeVerdict {
        let marks = ["mlkit:not-a-secret", "pragma: allowlist secret", "gitleaks:allow"]
        let scan = Scan(context, "secrets", marks: marks, tool)
        let now = try scan.verdict(leavingOut: { _ in false }, secrets)
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
        let files = try context.git()?.trackedFiles() ?? []
        let tool = try await context.findSecrets(files)
        return try secrets(context, tool)
    }

    static func personalData(_ context: ProbeContext) throws -> ProbeVerdict {
        let sources = context.stages("data").flatMap(\.inputs).filter { $0.role == "source" }.map { Glob($0.path) }
        var authors: Set<String>?
        func isKnown(_ address: String) throws -> Bool {
            let known = try authors ?? context.git()?.authors ?? []
            authors = known
            return known.contains(address.lowercased())
        }
        let scan = Scan(context, "personal_data", marks: ["mlkit:not-personal"])
        return try scan.verdict(leavingOut: { path in sources.contains { $0.matches(path) } }) { path, bytes in
            let style = FileStyle(of: path)
            guard case .table(let separator) = style else {
                let scanner = PersonalDataScanner(style: style)
                return try Scan.lines(of: bytes) { try scanner.find(in: $0, isKnown: isKnown) }
            }
            let columns = try PersonalColumns(separator: separator).find(in: bytes, isKnown: isKnown)
            return columns.map { ScanHit(line: 1, kind: $0) }
        }
    }
}

/// A look through all tracked files of text.
struct Scan {
    private let context: ProbeContext
    private let name: String
    /// A line that contains one of these is passed over.
    private let marks: [[UInt8]]
    private let markText: String
    private let tool: SecretTool?

    /// Larger files are data rather than text that people write.
    private static let largest = 1 << 20
    /// So many hits are named; the rest is counted.
    private static let shown = 100

    init(_ context: ProbeContext, _ name: String, marks: [String], _ tool: SecretTool? = nil) {
        self.context = context
        self.name = name
        self.marks = marks.map { Array($0.utf8) }
        markText = marks.first ?? ""
        self.tool = tool
    }

    /// What each line has, if it has something.
    static func lines(
        of bytes: [UInt8], _ find: (UnsafeRawBufferPointer) throws -> String?
    ) rethrows -> [ScanHit] {
        var hits = [ScanHit]()
        try TextLines.forEach(in: bytes) { line, number in
            if let kind = try find(line) { hits.append(ScanHit(line: number, kind: kind)) }
        }
        return hits
    }

    /// - Parameter find: what stands in a file.
    func verdict(
        leavingOut isLeftOut: (String) -> Bool, _ find: (String, [UInt8]) throws -> [ScanHit]
    ) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            let allowances = try ScanAllowances(context)
            var found = [(path: String, hit: ScanHit)]()
            var (scanned, allowed) = (0, 0)
            for path in files where !isLeftOut(path) && path != ScanAllowances.path {
                guard let bytes = try content(path), let text = TextLines.text(bytes) else { continue }
                scanned += 1
                let hits = merged(try find(path, text), tool?.findings[path] ?? [])
                let left = hits.isEmpty ? [] : unmarked(hits, text)
                if left.isEmpty { continue }
                if allowances.cover(path, name, bytes) { allowed += left.count } else { found += left.map { (path, $0) } }
            }
            return judge(found, scanned, allowed)
        }
    }

    /// The same of every version that any file ever had. A secret that was taken out again is still in git for everybody.
    func verdictOnHistory(_ find: (String, [UInt8]) throws -> [ScanHit]) throws -> ProbeVerdict {
        guard let git = try context.git() else { return .unknown("the project is in no git repository, so it has no history") }
        let allowances = try ScanAllowances(context)
        var found = [(path: String, hit: ScanHit)]()
        var (scanned, allowed) = (0, 0)
        try git.versions(upTo: Self.largest) { path, commit, bytes in
            guard !bytes.isEmpty, let text = TextLines.text(bytes), path != ScanAllowances.path else { return }
            scanned += 1
            let left = unmarked(try find(path, text), text)
            if allowances.cover(path, name, bytes) { allowed += left.count } else { found += left.map { ("\(commit):\(path)", $0) } }
        }
        var verdict = judge(found, scanned, allowed)
        verdict.message = "in the history: " + verdict.message
        verdict.evidence = []
        return verdict
    }

    private func content(_ path: String) throws -> [UInt8]? {
        guard let information = try context.information(path), information.kind == .file, information.size > 0,
            information.size <= Self.largest
        else { return nil }
        return try context.read(path)
    }

    private func merged(_ own: [ScanHit], _ others: [(line: Int, kind: String)]) -> [ScanHit] {
        let lines = Set(own.map(\.line))
        let more = others.filter { !lines.contains($0.line) }.map { ScanHit(line: $0.line, kind: $0.kind) }
        return (own + more).sorted { $0.line < $1.line }
    }

    private func unmarked(_ hits: [ScanHit], _ bytes: [UInt8]) -> [ScanHit] {
        let lines = Set(hits.map(\.line))
        var marked = Set<Int>()
        TextLines.forEach(in: bytes) { line, number in
            if lines.contains(number), marks.contains(where: { TextLines.contains(line, $0) }) { marked.insert(number) }
        }
        return hits.filter { !marked.contains($0.line) }
    }

    private func judge(_ found: [(path: String, hit: ScanHit)], _ scanned: Int, _ allowed: Int) -> ProbeVerdict {
        guard scanned > 0 else { return .unknown("there is nothing to judge: no text file is tracked by git") }
        let by = tool.map { ", by \($0.name) and mlkit's own rules" } ?? ""
        let excused = allowed > 0 ? "; \(allowed) allowed by `\(ScanAllowances.path)`" : ""
        guard !found.isEmpty else { return .passed("nothing found in \(plural(scanned, "tracked text file"))\(by)\(excused)") }
        let places = found.prefix(Self.shown).map { "`\($0.path)` line \($0.hit.line) has \($0.hit.kind)" }
        let rest = found.count - places.count
        let more = rest > 0 ? "; and \(rest) more" : ""
        let paths = Array(Set(found.map(\.path))).sorted()
        return .failed(
            places.joined(separator: "; ") + more
                + "\(excused); if one is none, write `\(markText)` in its line, or name its file in `\(ScanAllowances.path)`", paths)
    }
}
