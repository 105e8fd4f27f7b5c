internal import MLKitCore
internal import MLKitSignature
internal import MLKitTables

/// Which columns that are no numbers are taken as categories, and which as texts.
struct TextPlan {
    private(set) var categories: [(ColumnSchema, FeatureConfiguration.Categorical)] = []
    private(set) var texts: [(ColumnSchema, FeatureConfiguration.Text)] = []
    /// Columns of free texts of which nothing is said, and which are taken as categories.
    private(set) var unread: [String] = []

    /// - Throws: `Failure` if the configuration names a column that is not there, or one of numbers.
    init(_ columns: [ColumnSchema], of table: Table, _ configuration: FeatureConfiguration) throws {
        for (name, said) in configuration.columns.sorted(by: { $0.key < $1.key }) { try Self.check(name, said, columns) }
        for column in columns where !column.isNumeric {
            switch configuration.columns.first(where: { $0.key.hasSameBytes(as: column.name) })?.value.form {
            case .category(let settings)?: categories.append((column, settings))
            case .text(let settings)?: texts.append((column, settings))
            case nil: try add(column, of: table, configuration)
            }
        }
    }

    private mutating func add(_ column: ColumnSchema, of table: Table, _ configuration: FeatureConfiguration) throws {
        let isFree = try column.type == .text && column.categories.isEmpty && TextNature(table.texts(of: column.name)).isFree
        guard isFree, configuration.text.form != .category else {
            categories.append((column, configuration.categorical))
            if isFree, !configuration.isTextSaid { unread.append(column.name) }
            return
        }
        texts.append((column, configuration.text))
    }

    private static func check(_ name: String, _ said: FeatureConfiguration.Column, _ columns: [ColumnSchema]) throws {
        guard let column = columns.first(where: { $0.name.hasSameBytes(as: name) }) else {
            throw Failure(
                "`features.columns` names the column `\(name)`, which the model does not take",
                hint: Suggestion.hint(for: name, among: columns.map(\.name)))
        }
        guard column.isNumeric ? said.isOfTexts : said.isOfNumbers else { return }
        let what = column.isNumeric ? "texts" : "numbers"
        throw Failure(
            "`features.columns` says how \(what) of the column `\(name)` become inputs, and it is one of type `\(column.type.rawValue)`",
            hint: "change the `type` in the schema, or what `features.columns` says")
    }
}
