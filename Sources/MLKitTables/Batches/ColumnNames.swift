internal import MLKitCore

/// What the columns of a new file are called: of two whose names differ in case alone, which many programs take for the same, the later one
/// has a number behind its own.
struct ColumnNames {
    private(set) var written: [String] = []
    /// Those that are called otherwise.
    private var changed: [(name: String, written: String)] = []

    init(_ names: [String]) {
        var taken = Set<String>()
        for name in names {
            var (own, number) = (name, 0)
            while !taken.insert(Self.key(own)).inserted {
                number += 1
                own = "\(name)_\(number)"
            }
            written.append(own)
            if number > 0 { changed.append((name, own)) }
        }
    }

    /// As DuckDB compares names.
    private static func key(_ name: String) -> String {
        String(decoding: name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// What the user should know; `nil` for nothing.
    var warning: String? {
        guard !changed.isEmpty else { return nil }
        let names = changed.prefix(3).map { "`\($0.name)` is called `\($0.written)`" }.joined(separator: ", ")
        let more = changed.count > 3 ? ", and \(changed.count - 3) others likewise" : ""
        return "names of columns that differ from others in case alone have a number behind them: \(names)\(more)"
    }
}
