internal import MLKitCore
internal import MLKitSignature

/// Holds a source that was read to its schema.
struct SchemaCheck {
    let loaded: LoadedSource
    let files: [SourceFile]
    /// The file the schema was read from; `nil` for one just inferred.
    let file: SchemaFile?

    private var fileName: String { file?.name ?? "the schema" }

    /// - Throws: `Failure` with every column that breaks a rule, in the schema's order.
    func run() throws {
        let problems = zip(loaded.schema.columns, loaded.ingestion.readers).flatMap { column, reader in
            Breach.Rule.allCases.compactMap { reader.breaches[$0] }.map { diagnostic($0, column) }
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private func diagnostic(_ breach: Breach, _ column: ColumnSchema) -> Diagnostic {
        let location = file?.location(of: column.name, Self.key(breach.rule))
        let (message, hint) = words(breach, column)
        return .error(message, at: location, notes: [place(breach)], hint: hint)
    }

    /// The key of the schema that states a rule.
    private static func key(_ rule: Breach.Rule) -> String {
        switch rule {
        case .type, .infinite: "type"
        case .missing: "nullable"
        case .category: "categories"
        case .minimum: "minimum"
        case .maximum: "maximum"
        }
    }

    private func words(_ breach: Breach, _ column: ColumnSchema) -> (message: String, hint: String?) {
        let name = column.name
        let values = plural(breach.count, "value")
        switch breach.rule {
        case .type:
            return (
                "the column `\(name)` has \(values) that \(breach.count == 1 ? "is" : "are") not \(Self.kind(column.type))",
                "mend the data, add what means a missing value to `clean.missing`, or change the type in `\(fileName)`")
        case .infinite: return ("the column `\(name)` has \(plural(breach.count, "infinite value"))", "mend the data")
        case .missing:
            return (
                "the column `\(name)` has \(plural(breach.count, "missing value")), and is not nullable",
                "mend the data, or allow missing values with `nullable: true` in `\(fileName)`")
        case .category:
            return (
                "the column `\(name)` has \(values) outside its categories",
                Suggestion.nearest(to: breach.value, among: column.categories).map { "did you mean `\($0)`?" }
                    ?? "mend the data, or add the category in `\(fileName)`")
        case .minimum: return ("the column `\(name)` has \(values) below its minimum", nil)
        case .maximum: return ("the column `\(name)` has \(values) above its maximum", nil)
        }
    }

    private static func kind(_ type: ColumnType) -> String {
        switch type {
        case .integer: "an integer"
        case .number: "a number"
        case .boolean: "`true` or `false`"
        case .date: "a date"
        case .timestamp: "a time stamp"
        case .text, .identifier: "text"
        }
    }

    /// "the first, `abc`, is in row 3 of `data.csv`"; rows count from 1, without the header.
    private func place(_ breach: Breach) -> String {
        let value = breach.rule == .missing ? "" : ", `\(breach.value)`,"
        let place = RowPlaces(files: files, counts: loaded.ingestion.rowCounts).text(breach.row)
        return "the first\(value) is in \(place), the header not counted"
    }
}
