internal import MLKitCore
internal import MLKitSignature
internal import MLKitSpec
internal import SystemPackage

/// One file of a source as it was typed, in a Parquet file of its own, with what its values alone do not tell.
struct TypedFile {
    let path: FilePath
    let rows: Int
    /// Of each column how often a text stood for a missing value.
    let columns: [[String: Int]]

    init(path: FilePath, rows: Int, columns: [[String: Int]]) {
        (self.path, self.rows, self.columns) = (path, rows, columns)
    }

    func write(to writer: inout ByteWriter) {
        writer.write(rows)
        writer.write(columns.count)
        for markers in columns {
            writer.write(markers.count)
            for (text, count) in markers.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                writer.write(text)
                writer.write(count)
            }
        }
    }

    /// What `write` wrote.
    init(_ reader: inout ByteReader, path: FilePath) throws {
        let rows = try reader.int()
        let columns = try (0..<reader.count(ofAtLeast: 8)).map { _ in
            try (0..<reader.count(ofAtLeast: 16)).reduce(into: [String: Int]()) { markers, _ in
                let text = try reader.text()
                markers[text] = try reader.int()
            }
        }
        self.init(path: path, rows: rows, columns: columns)
    }
}

/// How values got their types: what was typed another way is not taken again.
struct TypedForm {
    /// All but missing values, in one text.
    let text: String
    /// Texts that mean a missing value in all columns.
    let missing: [String]
    /// And those of each.
    private let own: [[String]]
    /// Of each column the texts that are categories, and so mean none.
    let categories: [[String]]

    init(_ plans: [ColumnPlan], _ options: IngestionOptions, _ reading: ReadingOptions) {
        let columns = plans.map { plan -> JSON in
            let isMoment = plan.type == .date || plan.type == .timestamp
            return [.string(plan.name), .int(Int(plan.output.rawValue)), .string(isMoment ? (plan.format ?? .standard).text : "")]
        }
        let cleaning = options.cleaning
        let numbers = plans.map { plan -> JSON in
            let format = cleaning.numbers(of: plan.name)
            return [
                .int(Int(format.decimal)), .int(Int(format.thousands ?? 0)), .array(format.units.map { .string($0) }), .bool(format.hasBrackets),
                .bool(format.hasMinusBehind),
            ]
        }
        let json: JSON = [
            "mlkit": .string(Version.current), "read": ReadingOptions.keys.json(reading), "columns": .array(columns),
            "numbers": .array(numbers),
            DataConfiguration.Clean.missingInName: .object(
                cleaning.missingByColumn.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .array($0.value.map { .string($0) })) }),
            "unicode": .string(cleaning.unicode?.rawValue ?? ""), "redacted": .array(cleaning.redacted.map { .string($0) }),
            "aggregated": .object(cleaning.aggregated.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) }),
        ]
        text = json.compact
        missing = cleaning.missing
        own = plans.map { cleaning.missing(of: $0.name) }
        categories = plans.map { $0.schema?.categories ?? [] }
    }

    /// Whether a file that was typed before would be typed the same now: a text that means a missing value no more stood nowhere in it, and
    /// none means one for the first time.
    ///
    /// - Parameters:
    ///   - form: how it was typed, as `text` says.
    ///   - before: what meant a missing value then.
    func fits(_ form: String, missing before: [String], _ file: TypedFile) -> Bool {
        guard form.hasSameBytes(as: text), file.columns.count == categories.count else { return false }
        guard missing.allSatisfy({ before.contains(bytesOf: $0) }) else { return false }
        return file.columns.indices.allSatisfy { place in
            file.columns[place].keys.allSatisfy { own[place].contains(bytesOf: $0) && !categories[place].contains(bytesOf: $0) }
        }
    }
}
