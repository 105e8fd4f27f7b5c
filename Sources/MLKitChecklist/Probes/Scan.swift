internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// A look through all tracked files of text.
struct Scan {
    private let context: ProbeContext
    private let name: String
    /// A line that contains one of these is passed over.
    private let marks: [[UInt8]]
    private let markText: String
    private let tool: SecretTool?
    /// What the data stages read.
    private let sources: [Glob]

    /// Larger files are not read.
    private static let largest = 1 << 24

    init(_ context: ProbeContext, _ name: String, marks: [String], _ tool: SecretTool? = nil) {
        self.context = context
        self.name = name
        self.marks = marks.map { Array($0.utf8) }
        markText = marks.first ?? ""
        self.tool = tool
        sources = context.stages(writing: DataReport.self).flatMap(\.inputs).filter { $0.role == Wiring.sourceRole }.map { Glob($0.path) }
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

    /// - Parameters:
    ///   - leavesOut: whether what data stages read is left out.
    ///   - find: what stands in a file.
    func verdict(leavingOutSources leavesOut: Bool = false, _ find: (String, [UInt8]) throws -> [ScanHit]) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            let allowances = try ScanAllowances(context)
            var result = ScanResult(by: tool?.name, mark: markText)
            for path in files where path != ScanAllowances.path {
                if leavesOut, isSource(path) {
                    result.sources.append(path)
                    continue
                }
                try context.versions(ofTracked: path, upTo: Self.largest) { bytes, place in
                    func isAllowed() throws -> Bool {
                        try allowances.cover(path, name) {
                            if let bytes { return ContentHash(of: bytes) }
                            return try place == .index ? nil : context.hashes.hash(context.oddPlace(of: path) ?? context.file(path))
                        }
                    }
                    let others = place == .workingTree ? tool?.findings[path] ?? [] : []
                    try take(path, "`\(path)`\(place.words)", bytes, others, isAllowed, &result, find)
                }
            }
            return result.verdict
        }
    }

    /// The same of every version that any file ever had. A secret that was taken out again is still in git for everybody.
    func verdictOnHistory(_ find: (String, [UInt8]) throws -> [ScanHit]) throws -> ProbeVerdict {
        guard let git = try context.git() else { return .unknown("the project is in no git repository, so it has no history") }
        let allowances = try ScanAllowances(context)
        var result = ScanResult(by: nil, mark: markText)
        try git.versions(upTo: Self.largest) { path, commit, bytes in
            guard path != ScanAllowances.path else { return }
            let isAllowed = { allowances.cover(path, name) { bytes.map { ContentHash(of: $0) } } }
            try take(path, "`\(commit):\(path)`", bytes, [], isAllowed, &result, find)
        }
        var verdict = result.verdict
        verdict.message = "in the history: " + verdict.message
        verdict.evidence = []
        return verdict
    }

    /// - Parameters:
    ///   - shown: the file, and where it stands.
    ///   - bytes: `nil` for too many.
    private func take(
        _ path: String, _ shown: String, _ bytes: [UInt8]?, _ others: [(line: Int, kind: String)], _ isAllowed: () throws -> Bool,
        _ result: inout ScanResult, _ find: (String, [UInt8]) throws -> [ScanHit]
    ) throws {
        guard let bytes else {
            if try isAllowed() { result.allow(path) } else { result.unread.append("\(shown) is larger than \(Self.largest >> 20) MiB") }
            return
        }
        guard !bytes.isEmpty else { return }
        switch ScanContent(bytes) {
        case .media: result.media += 1
        case .opaque where isSource(path): result.sources.append(path)
        case .opaque: if try isAllowed() { result.allow(path) } else { result.unread.append("\(shown) is no text") }
        case .text(let text):
            result.scanned += 1
            let left = unmarked(merged(try find(path, text), others), text)
            if left.isEmpty { return }
            if try isAllowed() { result.allow(path, hits: left.count) } else { result.found += left.map { (path, shown, $0) } }
        }
    }

    private func isSource(_ path: String) -> Bool { sources.contains { $0.matches(path) } }

    private func merged(_ own: [ScanHit], _ others: [(line: Int, kind: String)]) -> [ScanHit] {
        let lines = Set(own.map(\.line))
        let more = others.filter { !lines.contains($0.line) }.map { ScanHit(line: $0.line, kind: $0.kind) }
        return (own + more).sorted { $0.line < $1.line }
    }

    private func unmarked(_ hits: [ScanHit], _ bytes: [UInt8]) -> [ScanHit] {
        guard !hits.isEmpty else { return [] }
        let lines = Set(hits.map(\.line))
        var marked = Set<Int>()
        TextLines.forEach(in: bytes) { line, number in
            if lines.contains(number), marks.contains(where: { TextLines.contains(line, $0) }) { marked.insert(number) }
        }
        return hits.filter { !marked.contains($0.line) }
    }
}
