internal import MLKitCore

/// Finds the rows that break a condition in SQL.
struct RuleCheck {
    let engine: TableEngine
    /// All rows of the source with their types, as the columns `c0`, `c1`, …
    let rows: TypedRows
    let plans: [ColumnPlan]
    let places: RowPlaces

    /// A name that no column has.
    private static let number = "row number of mlkit"

    /// The rows for which a condition is false, by their numbers from 0.
    ///
    /// - Parameter byPlace: whether the condition is ours, and calls the columns `c0`, `c1`, …
    /// - Throws: `Failure` with DuckDB's reason for what is no condition on the columns.
    func rowsBreaking(_ condition: String, byPlace: Bool = false) throws -> [Int] {
        let columns = plans.enumerated().map { "c\($0)" + (byPlace ? "" : " AS \(SQL.identifier($1.name))") }
        // The line break ends a comment that the condition may end in.
        let query = """
            SELECT \(SQL.identifier(Self.number)) AS n
            FROM (SELECT \(columns.joined(separator: ", ")), \(rows.number) AS \(SQL.identifier(Self.number)) FROM \(rows.relation))
            WHERE NOT CAST((\(condition)
            ) AS BOOLEAN)
            """
        do {
            return try engine.table(query, to: "check the rule `\(condition)`").numbers("n").map { Int($0) }.sorted()
        } catch let failure as Failure {
            throw Failure(failure.diagnostics.map(explained))
        }
    }

    /// DuckDB's words without those of our own query, and with the names that there are.
    private func explained(_ diagnostic: Diagnostic) -> Diagnostic {
        let names = Suggestion.list(plans.prefix(20).map(\.name))
        return .error(
            diagnostic.message, notes: diagnostic.notes.filter { !$0.contains(Self.number) },
            hint: "a rule is a condition in SQL on the columns \(names)" + (plans.count > 20 ? " and others" : ""))
    }

    /// Rows that are shown.
    private static let shown = 3

    /// What is said of the rows that break a condition.
    ///
    /// - Parameter columns: the places of those whose values are shown; those that the condition names if `nil`.
    func words(_ condition: String, _ broken: [Int], naming columns: [Int]? = nil) throws -> (message: String, notes: [String]) {
        let named = columns ?? plans.indices.filter { Self.names(plans[$0].name, in: condition) }
        let message = "\(plural(broken.count, "row")) \(broken.count == 1 ? "breaks" : "break") the rule `\(condition)`"
        let first = try broken.prefix(Self.shown).map { row in
            let values = try zip(named, values(row, named)).map { "`\(plans[$0].name)` is \($1)" }
            return places.text(row) + (values.isEmpty ? "" : ": ") + values.joined(separator: ", ")
        }
        let more = broken.count > Self.shown ? ["\(broken.count - Self.shown) more"] : []
        return (message, first + more)
    }

    private func values(_ row: Int, _ columns: [Int]) throws -> [String] {
        guard !columns.isEmpty else { return [] }
        let texts = columns.map { "CAST(c\($0) AS VARCHAR) AS v\($0)" }.joined(separator: ", ")
        let table = try engine.table(
            "SELECT \(texts) FROM \(rows.relation) WHERE \(rows.number) = ?", [.integer(row)], to: "show a row")
        return columns.map { column in
            guard case .text(let text)? = table["v\(column)"], text.codes.first != nil else { return "missing" }
            return text[0].map { "`\($0.shortened)`" } ?? "missing"
        }
    }

    /// Whether a condition speaks of a column: its name stands there as a word, or in quotes.
    private static func names(_ name: String, in condition: String) -> Bool {
        if condition.contains(SQL.identifier(name)) { return true }
        let isWord = { (character: Character) in character.isLetter || character.isNumber || character == "_" }
        return condition.split { !isWord($0) }.contains { $0.lowercased() == name.lowercased() }
    }
}
