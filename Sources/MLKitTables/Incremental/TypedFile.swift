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

    var json: JSON {
        .object([
            JSON.Member("rows", .int(rows)),
            JSON.Member(
                "markers",
                .array(columns.map { markers in
                    .object(markers.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { JSON.Member($0.key, .int($0.value)) })
                })),
        ])
    }

    init(path: FilePath, rows: Int, columns: [[String: Int]]) {
        (self.path, self.rows, self.columns) = (path, rows, columns)
    }

    /// What `json` wrote; `nil` for anything else.
    init?(_ json: JSON, path: FilePath) {
        guard let rows = json["rows"]?.int, let columns = json["markers"]?.array else { return nil }
        self.init(
            path: path, rows: rows,
            columns: columns.map { column in
                Dictionary((column.members ?? []).map { ($0.name, $0.value.int ?? 0) }) { first, _ in first }
            })
    }
}

/// How values got their types: what was typed another way is not taken again.
struct TypedForm: Equatable {
    /// All but missing values, in one text.
    let text: String
    /// Texts that mean a missing value.
    let missing: [String]
    /// Of each column the texts that are categories, and so mean none.
    let categories: [[String]]

    init(_ plans: [ColumnPlan], _ options: IngestionOptions, _ reading: ReadingOptions) {
        let columns = plans.map { plan -> JSON in
            let isMoment = plan.type == .date || plan.type == .timestamp
            return [.string(plan.name), .int(Int(plan.output.rawValue)), .string(isMoment ? (plan.format ?? .standard).text : "")]
        }
        let cleaning = options.cleaning
        let numbers: [JSON] = [
            .int(Int(cleaning.numbers.decimal)), .int(Int(cleaning.numbers.thousands ?? 0)),
            .array(cleaning.numbers.units.map { .string($0) }),
        ]
        let json: JSON = [
            "mlkit": .string(Version.current), "read": ReadingOptions.keys.json(reading), "columns": .array(columns), "numbers": .array(numbers),
            "unicode": .string(cleaning.unicode?.rawValue ?? ""), "redacted": .array(cleaning.redacted.map { .string($0) }),
            "aggregated": .object(cleaning.aggregated.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) }),
        ]
        text = json.compact
        missing = cleaning.missing
        categories = plans.map { $0.schema?.categories ?? [] }
    }

    var json: JSON { ["form": .string(text), "missing": .array(missing.map { .string($0) })] }

    /// Whether a file that was typed as `json` says would be typed the same now: a text that means a missing value no more stood nowhere in it,
    /// and none means one for the first time.
    func fits(_ json: JSON, _ file: TypedFile) -> Bool {
        guard json["form"]?.string == text, let before = json["missing"]?.array?.compactMap(\.string), file.columns.count == categories.count
        else { return false }
        guard missing.allSatisfy({ before.contains(bytesOf: $0) }) else { return false }
        return zip(file.columns, categories).allSatisfy { markers, categories in
            markers.keys.allSatisfy { missing.contains(bytesOf: $0) && !categories.contains(bytesOf: $0) }
        }
    }
}
