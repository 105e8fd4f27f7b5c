internal import MLKitCore
internal import MLKitSignature
internal import MLKitYAML

extension TableSchema {
    /// The schema as the text of `schema.yaml`: columns in the order of the table, keys in a fixed order, one
    /// category a line, so that edits and merges touch single lines.
    ///
    /// ```yaml
    /// target: income            # of several labels a list of their columns
    /// columns:
    ///   workclass:
    ///     type: text            # integer | number | boolean | text | date | timestamp | identifier
    ///     nullable: true        # values may be missing; false if left out
    ///     categories:           # no other value is allowed; any is if left out
    ///       - Private
    ///   age:
    ///     type: integer
    ///     minimum: 0            # also `maximum`; never inferred
    ///   bought:
    ///     type: date
    ///     format: "%d.%m.%Y"    # as ISO 8601 has it if left out
    ///   row:
    ///     type: integer
    ///     feature: false        # models do not see it; true if left out
    /// missing: ["?"]            # texts that stood for a missing value
    /// missing_in: {age: [unknown]}   # and those that do in single columns
    /// read: {decimal: ","}      # how numbers are written; also `thousands`, `units`, `brackets` and `minus_behind`, and by column `numbers`
    /// unicode: nfc              # how characters are composed
    /// redact: [note]            # columns in which words stand for what names a person
    /// aggregate:                # columns of which values are made coarser
    ///   age: {band: 10}         # also `prefix` of texts, and `period` of dates, `month` or `year`
    /// dropped: [id]             # columns of the table that are left out
    /// ```
    public var yaml: String {
        Self.heading + "\n" + targetLines + cleaningLines + "\(SchemaKey.columns):\n" + columns.map(Self.lines).joined()
    }

    private var targetLines: String {
        if !labels.isEmpty { return "\(SchemaKey.target):\n" + labels.map { "  - \(YAMLText.scalar($0))\n" }.joined() }
        return target.isEmpty ? "" : "\(SchemaKey.target): \(YAMLText.scalar(target))\n"
    }

    private var cleaningLines: String {
        let missing = cleaning.missing.map { "  - \(YAMLText.scalar($0))\n" }.joined()
        let form = cleaning.unicode.map { "\(SchemaKey.unicode): \($0.rawValue)\n" } ?? ""
        let names = cleaning.redacted.map { "  - \(YAMLText.scalar($0))\n" }.joined()
        return (missing.isEmpty ? "" : "\(SchemaKey.missing):\n" + missing) + missingLines + numberLines + form
            + (names.isEmpty ? "" : "\(SchemaKey.redact):\n" + names) + coarserLines + droppedLines
    }

    private var missingLines: String {
        let columns = cleaning.missingByColumn.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let lines = columns.map { "  \(YAMLText.scalar($0.key)): \(YAMLText.flow(.array($0.value.map { .string($0) })))\n" }
        return lines.isEmpty ? "" : "\(SchemaKey.missingIn):\n" + lines.joined()
    }

    private var droppedLines: String {
        cleaning.dropped.isEmpty ? "" : "\(SchemaKey.dropped):\n" + cleaning.dropped.map { "  - \(YAMLText.scalar($0))\n" }.joined()
    }

    private var coarserLines: String {
        let lines = cleaning.aggregated.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, how in
            let members = how.json.members ?? []
            let inside = members.map { "\($0.name): \($0.value.string ?? $0.value.compact)" }.joined(separator: ", ")
            return "  \(YAMLText.scalar(name)): {\(inside)}\n"
        }
        return lines.isEmpty ? "" : "\(SchemaKey.aggregate):\n" + lines.joined()
    }

    private var numberLines: String {
        guard !cleaning.numberMembers.isEmpty else { return "" }
        let columns = cleaning.numberMembers.first { $0.name == ReadingOptions.numbersName }?.value.members ?? []
        let common = cleaning.numbers.members.map { "  \($0.name): \(YAMLText.flow($0.value))\n" }.joined()
        let single = columns.map { "    \(YAMLText.scalar($0.name)): \(YAMLText.flow($0.value))\n" }.joined()
        return "\(SchemaKey.read):\n" + common + (single.isEmpty ? "" : "  \(ReadingOptions.numbersName):\n" + single)
    }

    /// The text of a schema file with this schema's cleaning in it, all else byte for byte.
    func recordCleaning(in bytes: [UInt8], file: String) throws -> [UInt8] {
        var edit = YAMLEdit(bytes, file: file)
        edit.set([SchemaKey.missing], to: .array(cleaning.missing.map { .string($0) }))
        if !cleaning.missingByColumn.isEmpty {
            let columns = cleaning.missingByColumn.sorted { $0.key < $1.key }
            edit.set([SchemaKey.missingIn], to: .object(columns.map { JSON.Member($0.key, .array($0.value.map { .string($0) })) }))
        }
        if let form = cleaning.unicode { edit.set([SchemaKey.unicode], to: .string(form.rawValue)) }
        if try SchemaFile(bytes: bytes, name: file).schema.cleaning.dropped != cleaning.dropped {
            edit.set([SchemaKey.dropped], to: .array(cleaning.dropped.map { .string($0) }))
        }
        if !cleaning.redacted.isEmpty { edit.set([SchemaKey.redact], to: .array(cleaning.redacted.map { .string($0) })) }
        if !cleaning.aggregated.isEmpty {
            edit.set([SchemaKey.aggregate],
                to: .object(cleaning.aggregated.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) }))
        }
        if !cleaning.numberMembers.isEmpty { edit.set([SchemaKey.read], to: .object(cleaning.numberMembers)) }
        return try edit.result()
    }

    private static let heading = """
        # What each column of the data must be. mlkit wrote this from the first data it saw, and holds later data
        # to it. Review it and edit it by hand; remove it to have it inferred anew.
        #
        # type: integer | number | boolean | text | date | timestamp | identifier (which models do not see)
        # nullable: whether values may be missing (false if left out)
        # categories: the only values allowed (any if left out); an integer target with categories is classified
        # minimum, maximum: bounds of a number (none if left out)
        # format: how dates are written, such as "%d.%m.%Y"
        # feature: whether models see the column (true if left out)
        # missing, read: what stood for a missing value, and how numbers are written

        """

    private static func lines(_ column: ColumnSchema) -> String {
        var text = "  \(YAMLText.scalar(column.name)):\n    \(SchemaKey.type): \(column.type.rawValue)\n"
        if column.nullable { text += "    \(SchemaKey.nullable): true\n" }
        if let format = column.format { text += "    \(SchemaKey.format): \(YAMLText.scalar(format))\n" }
        if !column.isFeature { text += "    \(SchemaKey.feature): false\n" }
        if let minimum = column.minimum { text += "    \(SchemaKey.minimum): \(number(minimum))\n" }
        if let maximum = column.maximum { text += "    \(SchemaKey.maximum): \(number(maximum))\n" }
        guard !column.categories.isEmpty else { return text }
        let isText = column.type == .text
        let items = column.categories.map { "      - \(isText ? YAMLText.scalar($0) : $0)\n" }
        return text + "    \(SchemaKey.categories):\n" + items.joined()
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? value.description
    }
}

extension Cleaning {
    /// How numbers are written, as a schema has it; those of single columns last.
    fileprivate var numberMembers: [JSON.Member] {
        guard !numbersByColumn.isEmpty else { return numbers.members }
        let columns = numbersByColumn.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return numbers.members + [
            JSON.Member(ReadingOptions.numbersName, .object(columns.map { JSON.Member($0.key, .object($0.value.written)) })),
        ]
    }
}

extension NumberFormat {
    /// The same of one column, for which nothing may be left open.
    fileprivate var written: [JSON.Member] { members.isEmpty ? [JSON.Member(ReadingOptions.decimalName, ".")] : members }

    /// As a schema has it, under the names of the key `read`; what is plain is left out.
    fileprivate var members: [JSON.Member] {
        var members = [JSON.Member]()
        if decimal != UInt8(ascii: ".") { members.append(JSON.Member(ReadingOptions.decimalName, .string(","))) }
        if let thousands {
            let text = thousands == UInt8(ascii: " ") ? "space" : String(Unicode.Scalar(thousands))
            members.append(JSON.Member(ReadingOptions.thousandsName, .string(text)))
        }
        if !units.isEmpty { members.append(JSON.Member(ReadingOptions.unitsName, .array(units.map { .string($0) }))) }
        if hasBrackets { members.append(JSON.Member(ReadingOptions.bracketsName, true)) }
        if hasMinusBehind { members.append(JSON.Member(ReadingOptions.minusBehindName, true)) }
        return members
    }
}
