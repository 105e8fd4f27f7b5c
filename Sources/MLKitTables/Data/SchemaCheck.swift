internal import MLKitCore
internal import MLKitSignature

/// Holds a loaded source to its schema.
struct SchemaCheck {
    let source: SourceTable
    let schema: TableSchema
    /// The file the schema was read from; `nil` for one just inferred.
    let file: SchemaFile?

    private var fileName: String { file?.name ?? "the schema" }

    /// One way in which values may break the schema.
    private enum Rule: String, CaseIterable {
        case type, infinite, missing, category, minimum, maximum
    }

    /// The values of one column that break one rule.
    private struct Breach {
        let column: ColumnSchema
        let rule: Rule
        let count: Int
        let row: Int
        let value: String
    }

    /// - Throws: `Failure` with every column that breaks a rule, in the schema's order.
    func run() throws {
        let queries = schema.columns.indices.flatMap { index in
            Rule.allCases.compactMap { query(index, $0) }
        }
        guard !queries.isEmpty else { return }
        let table = try source.engine.table(
            "SELECT * FROM (\(queries.joined(separator: "\nUNION ALL\n"))) ORDER BY position, rank",
            to: "check the values")
        guard table.rowCount > 0 else { return }
        let counts = try source.rowCounts()
        throw Failure(breaches(table).map { diagnostic($0, counts) })
    }

    private func breaches(_ table: Table) -> [Breach] {
        let (positions, ranks) = (table.numbers("position"), table.numbers("rank"))
        let (counts, rows, values) = (table.numbers("n"), table.numbers("row"), table.texts("value"))
        return (0..<table.rowCount).map { index in
            Breach(
                column: schema.columns[Int(positions[index])], rule: Rule.allCases[Int(ranks[index])],
                count: Int(counts[index]), row: Int(rows[index]), value: values[index])
        }
    }

    private func query(_ index: Int, _ rule: Rule) -> String? {
        guard let condition = condition(schema.columns[index], "c\(index)", rule) else { return nil }
        let rank = Rule.allCases.firstIndex(of: rule) ?? 0
        return """
            SELECT \(index) AS position, \(rank) AS rank, count(*) AS n, min(rowid) AS row,
                arg_min(coalesce(c\(index), ''), rowid) AS value
            FROM source WHERE \(condition) HAVING count(*) > 0
            """
    }

    /// When a value breaks the rule; `nil` where the column's schema has no such rule.
    private func condition(_ column: ColumnSchema, _ x: String, _ rule: Rule) -> String? {
        let present = ValueRules.present(x, column)
        let isOfType = "(\(present) IS NOT NULL AND \(ValueRules.isOfType(column.type, x)))"
        switch rule {
        case .type:
            guard column.type != .text else { return nil }
            return "\(present) IS NOT NULL AND NOT \(ValueRules.isOfType(column.type, x))"
        case .infinite: return column.type == .number ? ValueRules.isInfinite(x) : nil
        case .missing: return column.nullable ? nil : "\(present) IS NULL"
        case .category:
            guard !column.categories.isEmpty else { return nil }
            let value = "CAST(\(ValueRules.typed(x, column)) AS VARCHAR)"
            return "\(isOfType) AND \(value) NOT IN \(SQL.list(column.categories))"
        case .minimum: return column.minimum.map { "\(isOfType) AND \(Self.number(x)) < \($0)" }
        case .maximum: return column.maximum.map { "\(isOfType) AND \(Self.number(x)) > \($0)" }
        }
    }

    private static func number(_ x: String) -> String { "TRY_CAST(\(x) AS DOUBLE)" }

    private func diagnostic(_ breach: Breach, _ counts: [Int]) -> Diagnostic {
        let location = file?.location(of: breach.column.name, Self.key(breach.rule))
        let (message, hint) = words(breach)
        return .error(message, at: location, notes: [place(breach, counts)], hint: hint)
    }

    /// The key of the schema that states a rule.
    private static func key(_ rule: Rule) -> String {
        switch rule {
        case .type, .infinite: "type"
        case .missing: "nullable"
        case .category: "categories"
        case .minimum: "minimum"
        case .maximum: "maximum"
        }
    }

    private func words(_ breach: Breach) -> (message: String, hint: String?) {
        let name = breach.column.name
        let values = plural(breach.count, "value")
        switch breach.rule {
        case .type:
            let type = breach.column.type
            let kind = type == .integer ? "an integer" : type == .number ? "a number" : "`true` or `false`"
            return (
                "the column `\(name)` has \(values) that \(breach.count == 1 ? "is" : "are") not \(kind)",
                "mend the data, add what means a missing value to `clean.missing`, or change the type in `\(fileName)`")
        case .infinite: return ("the column `\(name)` has \(plural(breach.count, "infinite value"))", "mend the data")
        case .missing:
            return (
                "the column `\(name)` has \(plural(breach.count, "missing value")), and is not nullable",
                "mend the data, or allow missing values with `nullable: true` in `\(fileName)`")
        case .category:
            return (
                "the column `\(name)` has \(values) outside its categories",
                Suggestion.nearest(to: breach.value, among: breach.column.categories).map { "did you mean `\($0)`?" }
                    ?? "mend the data, or add the category in `\(fileName)`")
        case .minimum: return ("the column `\(name)` has \(values) below its minimum", nil)
        case .maximum: return ("the column `\(name)` has \(values) above its maximum", nil)
        }
    }

    /// "the first, `abc`, is in row 3 of `data.csv`"; rows count from 1, without the header.
    private func place(_ breach: Breach, _ counts: [Int]) -> String {
        var row = breach.row
        var file = 0
        while file + 1 < counts.count, row >= counts[file] {
            row -= counts[file]
            file += 1
        }
        let value = breach.rule == .missing ? "" : ", `\(breach.value)`,"
        return "the first\(value) is in row \(row + 1) of `\(source.files[file].name)`, the header not counted"
    }
}
