internal import MLKitCore
internal import MLKitSignature

/// Holds a source that was read to its schema.
struct SchemaCheck {
    let loaded: LoadedSource
    let files: [SourceFile]
    /// The file the schema was read from; `nil` for one just inferred.
    let file: SchemaFile?
    let engine: TableEngine

    /// Where a hint says to change the schema: of a bundle that was made from one, whose file is elsewhere.
    private var place: String { file.map { "`\($0.name)`" } ?? "the schema of its project, and run that again" }
    private var places: RowPlaces { RowPlaces(files: files, counts: loaded.ingestion.rowCounts) }

    /// - Returns: what is broken and is not to stop the stage, with the line of the schema that says so.
    /// - Throws: `Failure` with every rule that is broken, in the schema's order.
    func run() throws -> [String] {
        let found = try columnBreaches() + tableBreaches()
        let problems = found.filter { $0.severity == .error }.map(\.diagnostic)
        guard problems.isEmpty else { throw Failure(problems) }
        return found.filter { $0.severity == .warning }.map { Self.line($0.diagnostic) }
    }

    private struct Found {
        let severity: RuleSeverity
        let diagnostic: Diagnostic
    }

    /// A diagnostic as one line of a report.
    private static func line(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { " (`\($0.file)`, line \($0.line))" } ?? ""
        return ([diagnostic.message + place] + diagnostic.notes).joined(separator: "; ")
    }

    // MARK: Columns

    private func columnBreaches() throws -> [Found] {
        try zip(loaded.schema.columns, loaded.ingestion.readers).enumerated().flatMap { index, pair in
            let (column, reader) = pair
            let more = [try unique(column, index, reader), share(column, reader)].compactMap { $0 }
            let breaches = Breach.Rule.allCases.compactMap { reader.breaches[$0] } + more
            return breaches.map { Found(severity: column.severity($0.rule.key), diagnostic: diagnostic($0, column)) }
        }
    }

    /// Values that stand there twice; of each all but its first row.
    private func unique(_ column: ColumnSchema, _ index: Int, _ reader: ColumnReader) throws -> Breach? {
        guard column.isUnique, !(reader.isExact && reader.distinct == reader.finished.present) else { return nil }
        let table = try engine.table(
            """
            SELECT place, value FROM (
                SELECT \(loaded.rows.number) AS place, CAST(c\(index) AS VARCHAR) AS value,
                    row_number() OVER (PARTITION BY c\(index) ORDER BY \(loaded.rows.number)) AS n
                FROM \(loaded.rows.relation) WHERE c\(index) IS NOT NULL)
            WHERE n > 1 ORDER BY place
            """, to: "look for values that stand there twice")
        var breach = Breach(rule: .unique)
        for (row, value) in zip(table.numbers("place"), table.texts("value")) { breach.add(value, Int(row)) }
        return breach.count > 0 ? breach : nil
    }

    private func share(_ column: ColumnSchema, _ reader: ColumnReader) -> Breach? {
        guard let most = column.largestMissing else { return nil }
        let profile = reader.finished
        let rows = profile.present + profile.missing
        guard rows > 0, Double(profile.missing) > most * Double(rows) else { return nil }
        var breach = Breach(rule: .share)
        breach.count = profile.missing
        return breach
    }

    private func diagnostic(_ breach: Breach, _ column: ColumnSchema) -> Diagnostic {
        let location = file?.location(of: column.name, breach.rule.key.rawValue)
        let (message, hint) = words(breach, column)
        return .error(message, at: location, notes: notes(breach), hint: hint)
    }

    private func words(_ breach: Breach, _ column: ColumnSchema) -> (message: String, hint: String?) {
        let name = column.name
        let values = plural(breach.count, "value")
        switch breach.rule {
        case .type where column.type == .integer && Self.isWhole(breach.value):
            return (
                "the column `\(name)` has \(values) that \(breach.count == 1 ? "is" : "are") not an integer of 64 bits",
                "make it `type: identifier` or `type: text` in \(place), which keep all digits, or mend the data")
        case .type:
            return (
                "the column `\(name)` has \(values) that \(breach.count == 1 ? "is" : "are") not \(Self.kind(column.type))",
                "mend the data, add what means a missing value to `clean.missing`, or change the type in \(place)")
        case .infinite: return ("the column `\(name)` has \(plural(breach.count, "infinite value"))", "mend the data")
        case .missing:
            return (
                "the column `\(name)` has \(plural(breach.count, "missing value")), and is not nullable",
                "mend the data, or allow missing values with `nullable: true` in \(place)")
        case .category:
            return (
                "the column `\(name)` has \(values) outside its categories",
                Suggestion.nearest(to: breach.value, among: column.categories).map { "did you mean `\($0)`?" }
                    ?? "mend the data, or add the category in \(place)")
        case .minimum: return ("the column `\(name)` has \(values) below its minimum", nil)
        case .maximum: return ("the column `\(name)` has \(values) above its maximum", nil)
        case .share:
            let rows = loaded.ingestion.rowCount - (loaded.filtered.mask?.leftOut ?? 0)
            let share = (Double(breach.count) / Double(max(rows, 1)) * 100).brief()
            return ("the column `\(name)` has no value in \(share) % of the rows", nil)
        case .unique:
            return ("the column `\(name)` has \(values) that \(breach.count == 1 ? "stands" : "stand") there already, and is unique", nil)
        }
    }

    /// Whether a value is written in digits alone.
    private static func isWhole(_ value: String) -> Bool {
        let digits = value.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        return !digits.isEmpty && digits.allSatisfy { $0 &- UInt8(ascii: "0") <= 9 }
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
    private func notes(_ breach: Breach) -> [String] {
        guard let first = breach.examples.first else { return [] }
        func shown(_ example: Breach.Example) -> String { breach.rule == .missing ? "" : "`\(example.value.shortened)` in " }
        let value = breach.rule == .missing ? "" : ", `\(first.value.shortened)`,"
        let others = breach.examples.dropFirst().map { shown($0) + places.text($0.row) }
        let more = breach.count - breach.examples.count
        return ["the first\(value) is in \(places.text(first.row)), the header not counted"]
            + (others.isEmpty ? [] : ["then \(others.joined(separator: ", "))" + (more > 0 ? ", and \(more) more" : "")])
    }

    // MARK: The table

    private func tableBreaches() throws -> [Found] {
        let check = RuleCheck(
            engine: engine, rows: loaded.rows, plans: loaded.schema.columns.map { ColumnPlan(name: $0.name, type: $0.type) },
            places: places)
        let relations = try loaded.schema.relations.enumerated().compactMap { index, relation -> Found? in
            guard relation.severity != .ignore, let left = place(relation.left), let right = place(relation.right) else { return nil }
            let broken = try check.rowsBreaking("c\(left) \(relation.comparison.rawValue) c\(right)", byPlace: true)
            guard !broken.isEmpty else { return nil }
            let words = try check.words(relation.text, broken, naming: [left, right])
            return Found(
                severity: relation.severity,
                diagnostic: .error(words.message, at: file?.location(ofRelation: index), notes: words.notes))
        }
        return rowBreach.map { [$0] + relations } ?? relations
    }

    private func place(_ name: String) -> Int? { loaded.schema.columns.firstIndex { $0.name.hasSameBytes(as: name) } }

    private var rowBreach: Found? {
        let bounds = loaded.schema.rows
        let rows = loaded.ingestion.rowCount - (loaded.filtered.mask?.leftOut ?? 0)
        let told: String
        if let least = bounds.minimum, rows < least {
            told = "there \(rows == 1 ? "is" : "are") \(plural(rows, "row")), and at least \(least) are expected"
        } else if let most = bounds.maximum, rows > most {
            told = "there \(rows == 1 ? "is" : "are") \(plural(rows, "row")), and at most \(most) are expected"
        } else {
            return nil
        }
        return Found(severity: bounds.severity, diagnostic: .error(told, at: file?.rowsLocation))
    }
}
