internal import MLKitCore
public import MLKitSpec
internal import MLKitYAML

/// The settings of `kind: compare`: hold one table against another.
public struct CompareConfiguration: Hashable, Sendable {
    /// A table of the project: a split that a stage made, or a file or pattern of files.
    public enum Side: Hashable, Sendable {
        case split(StageReference)
        case path(String)

        var reference: StageReference? { if case .split(let reference) = self { reference } else { nil } }
    }

    /// What a difference does.
    public enum Otherwise: String, CaseIterable, Sendable {
        case fail
        case warn
    }

    /// The table to compare with, which decides what the columns are.
    public var from = Side.path("")
    public var to = Side.path("")
    /// Of files, how they are written.
    public var read = ReadingOptions()
    public var options = TableComparison.Options()
    public var otherwise = Otherwise.fail
    /// Where the report goes; in the folder of reports if `nil`.
    public var report: String?
    /// Where a page of it goes; none if `nil`.
    public var page: String?

    public init() {}
}

extension CompareConfiguration {
    static let keys = KeySet<CompareConfiguration>(
        "a stage of kind `compare`", name: "compare", blank: CompareConfiguration(),
        [
            Key(
                CompareKind.Role.from, \.from, .side,
                "the table to compare with, which decides what the columns are: a split, as `${stages.ingest.train}`, or a file or glob",
                required: true),
            Key(CompareKind.Role.to, \.to, .side, "the table that is held against it", required: true),
            Key(DataConfiguration.readName, \.read, .object(ReadingOptions.keys), "how files are written, where that is not found out"),
            Key("numbers", \.options.numbers, .choice, "how numbers are compared; by the number of rows if left out"),
            Key("categories", \.options.categories, .choice, "how categories are compared; by the number of rows if left out"),
            Key("limit", \.options.limit, .number(0...), "what a distance may be; 0.1, of psi 0.2, if left out"),
            Key("significance", \.options.significance, .number(0...1), "the chance below which ks and chi2 take a difference for one"),
            Key("corrected", \.options.isCorrected, .boolean, "whether chances are corrected for the number of columns (Holm)"),
            Key("missing", \.options.missing, .number(0...1), "by how much the share of missing values may differ"),
            Key(
                "columns", \.options.columns, .mapping(.object(TableComparison.ColumnBound.keys)),
                "what holds for single columns, by their names"),
            Key("ignore", \.options.ignored, .list(.text), "columns to leave out"),
            Key(
                "key", \.options.key, .text,
                "a column by which rows of both tables are the same: their values are held against each other"),
            Key("changed", \.options.changed, .number(0...1), "in which share of those rows a value may be another one"),
            Key("otherwise", \.otherwise, .choice, "what a difference does: the stage fails, or warns"),
            Key(CompareKind.Role.report, \.report, .path, "where the report goes", default: "reports/comparison.json"),
            Key(CompareKind.Role.page, \.page, .path, "where it goes as a page for people, with both distributions; none if left out"),
        ])
}

extension KeyType<CompareConfiguration.Side> {
    /// A reference to a split, or a path.
    fileprivate static var side: Self {
        let (reference, path) = (KeyType<StageReference>.reference, KeyType<String>.path)
        return KeyType(
            .either([reference.schema, path.schema]),
            read: { node in
                guard let text = node.text else { return nil }
                return text.hasPrefix("${") ? reference.value(node).map { .split($0) } : path.value(node).map { .path($0) }
            },
            write: { side in
                switch side {
                case .split(let stage): reference.json(stage)
                case .path(let text): path.json(text)
                }
            })
    }
}
