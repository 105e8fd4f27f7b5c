internal import MLKitCore
internal import MLKitGit

/// What a scan came upon, and what it did not look at.
struct ScanResult {
    /// A program that looked as well, and its version.
    private let tool: String?
    private let mark: String

    var found = [(path: String, shown: String, hit: ScanHit)]()
    var scanned = 0
    /// Files with hits, or that were not read, which a list of the project allows; and how many hits.
    private var allowed: (files: PathSet, hits: Int) = ([], 0)
    /// Pictures and the like.
    var media = 0
    /// What data stages read, as far as it was not looked at.
    var sources = [String]()
    /// Files that may hold anything, and why they were not read.
    var unread = [String]()

    /// So many are named; the rest is counted.
    private static let shown = 100

    init(by tool: String?, mark: String) { (self.tool, self.mark) = (tool, mark) }

    /// Notes that a list of the project allows a file.
    mutating func allow(_ path: String, hits: Int = 0) {
        allowed.files.insert(path)
        allowed.hits += hits
    }

    var verdict: ProbeVerdict {
        let excuses = Excuses(files: allowed.files.count, hits: allowed.hits)
        var verdict = found(excuses.isEmpty ? "" : "; \(excuses.words)")
        verdict.excuses = excuses
        return verdict
    }

    private func found(_ excused: String) -> ProbeVerdict {
        if !found.isEmpty {
            let places = found.map { "\($0.shown) line \($0.hit.line) has \($0.hit.kind)" }
            let advice = "if one is none, write `\(mark)` in its line, or name its file in `\(ScanAllowances.path)`: "
                + "\(ScanAllowances.example)"
            return .failed("\(Self.list(places))\(excused); \(advice)", found.map(\.path).sortedByBytes())
        }
        guard unread.isEmpty else {
            return .unknown(
                "\(Self.list(unread)); what somebody looked at can be named in `\(ScanAllowances.path)`: \(ScanAllowances.example)")
        }
        guard scanned > 0 else { return .unknown("there is nothing to judge: no text file is tracked by git") }
        let by = tool.map { ", by \($0) and mlkit's own rules" } ?? ""
        return .passed("nothing found in \(plural(scanned, "tracked text file"))\(by)\(excused)\(left)")
    }

    /// What was not looked at for a reason.
    private var left: String {
        var left = [String]()
        if let first = Set(sources).min() {
            let rest = Set(sources).count - 1
            left.append("`\(first)`\(rest > 0 ? " and \(rest) more" : ""), which a data stage reads")
        }
        if media > 0 { left.append(plural(media, "picture, recording or font", "pictures, recordings or fonts")) }
        return left.isEmpty ? "" : "; not looked at: \(left.joined(separator: "; "))"
    }

    private static func list(_ places: [String]) -> String {
        let rest = places.count - shown
        return places.prefix(shown).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
    }
}
