internal import MLKitCore

/// Finds what is about people in tables that are written as JSON: lists of objects, and an object a line (JSON lines). The names
/// of their members are the columns, those of objects in them too; one object alone is no table.
struct PersonalRecords {
    private static let endings: Set<String> = ["json", "jsonl", "ndjson", "geojson"]
    private static let (rows, deepest) = (500, 20)

    /// Whether a file may hold such tables, by its name.
    static func mayStand(in path: String) -> Bool { endings.contains(path.split(separator: ".").last?.lowercased() ?? "") }

    /// - Parameter isKnown: whether an e-mail address is known to be that of an author.
    /// - Returns: a hit for each column, in the line that names it first.
    static func find(in bytes: [UInt8], isKnown: (String) throws -> Bool) rethrows -> [ScanHit] {
        var hits = [ScanHit]()
        for table in tables(in: bytes) {
            var (names, columns) = ([String](), [String: [[UInt8]]]())
            for record in table.prefix(rows) {
                for (name, value) in values(of: record, 0) {
                    if columns[name] == nil { names.append(name) }
                    columns[name, default: []].append(value)
                }
            }
            for (name, kind) in try PersonalColumns.kinds(names, names.map { columns[$0] ?? [] }, isKnown) {
                let hit = ScanHit(line: line(of: name, in: bytes), kind: "\(kind), in the members `\(name)`")
                if !hits.contains(where: { $0.line == hit.line && $0.kind == hit.kind }) { hits.append(hit) }
            }
        }
        return hits
    }

    private static func tables(in bytes: [UInt8]) -> [[JSON]] {
        if let json = try? JSON(parsing: bytes) { return tables(in: json, 0) }
        let lines = bytes.split(separator: 0x0A).filter { $0.contains { $0 > 0x20 } }
        let records = lines.prefix(rows).map { try? JSON(parsing: Array($0)) }
        guard records.count > 1, records.allSatisfy({ $0?.members != nil }) else { return [] }
        return [records.compactMap { $0 }]
    }

    private static func tables(in json: JSON, _ depth: Int) -> [[JSON]] {
        guard depth < deepest else { return [] }
        if let items = json.array {
            let objects = items.filter { $0.members != nil }
            return (objects.count > 1 ? [objects] : []) + items.prefix(rows).flatMap { tables(in: $0, depth + 1) }
        }
        return (json.members ?? []).flatMap { tables(in: $0.value, depth + 1) }
    }

    /// The plain values of an object and of those in it, by the names that they have there.
    private static func values(of record: JSON, _ depth: Int) -> [(String, [UInt8])] {
        guard depth < deepest else { return [] }
        return (record.members ?? []).flatMap { member -> [(String, [UInt8])] in
            if member.value.members != nil { return values(of: member.value, depth + 1) }
            guard member.value.array == nil, member.value != .null else { return [] }
            let text = member.value.string ?? member.value.compact
            return text.isEmpty ? [] : [(member.name, Array(text.utf8))]
        }
    }

    private static func line(of name: String, in bytes: [UInt8]) -> Int {
        let wanted = Array("\"\(name)\"".utf8)
        var found = 1
        TextLines.forEach(in: bytes) { line, number in
            if found == 1, number > 1, TextLines.contains(line, wanted) { found = number }
        }
        return bytes.prefix { $0 != 0x0A }.withUnsafeBytes { TextLines.contains($0, wanted) } ? 1 : found
    }
}
