internal import MLKitCore
public import MLKitReports
internal import MLKitSignature
public import MLKitSpec
public import SystemPackage

/// `kind: compare`: reads two tables, says what differs, and fails or warns if anything does.
public struct CompareStage {
    let configuration: CompareConfiguration
    /// Files, or patterns of them.
    let from: FilePath
    let to: FilePath
    let report: FilePath
    let context: StageContext
    /// What the columns are; found out from the first table if `nil`.
    public var schema: FilePath?
    public var page: FilePath?
    /// What messages name files relative to.
    public var project: FilePath?

    public init(configuration: CompareConfiguration, from: FilePath, to: FilePath, report: FilePath, context: StageContext) {
        (self.configuration, self.from, self.to, self.report, self.context) = (configuration, from, to, report, context)
    }

    /// - Returns: the report, which is written as well, and what the user should know.
    /// - Throws: `Failure` for tables that cannot be compared, and, unless a difference is to be a warning, with all that differs.
    public func run() throws -> (report: ComparisonReport, warnings: [String]) {
        let schema = try self.schema.map { try SchemaFile($0, name: $0.name(in: project), files: context.files).schema }
        let first = try table(from, configuration.from, schema)
        let second = try table(to, configuration.to, schema ?? first.schema)
        let comparison = TableComparison(configuration.options)
        let report = try comparison.report(from: first, to: second)
        context.log(report.summary)
        let differences = report.differences
        if configuration.otherwise == .fail, !differences.isEmpty { throw failure(differences) }
        try context.files.write(report.json.pretty, to: self.report)
        if let page {
            try context.files.write(ComparisonPage(title: "\(first.name) and \(second.name)", report).text, to: page)
        }
        let unknown = comparison.unknown(first, second).map(\.message)
        let told = [first, second].flatMap { table in table.warnings.map { "`\(table.name)`: \($0)" } }
        return (report, differences + unknown + told)
    }

    private func table(_ path: FilePath, _ side: CompareConfiguration.Side, _ schema: TableSchema?) throws -> ReadTable {
        let isSplit = side.reference != nil
        return try ReadTable(
            [path], name: path.name(in: project), names: { $0.name(in: project) }, like: isSplit ? schema?.asWritten : schema,
            read: isSplit ? ReadingOptions() : configuration.read, context: context)
    }

    private func failure(_ differences: [String]) -> Failure {
        let shown = differences.prefix(Diagnostic.limit).enumerated().map { index, text in
            Diagnostic.error(
                text,
                hint: index + 1 == min(differences.count, Diagnostic.limit)
                    ? "`otherwise: warn` goes on; `columns` and `ignore` say what single columns may do" : nil)
        }
        return Failure(Array(shown))
    }
}

extension TableSchema {
    /// How a table is read that was written by this schema: its values are clean, and its dates are dates.
    var asWritten: TableSchema {
        var schema = self
        schema.cleaning = Cleaning(missing: [], numbers: .plain, unicode: cleaning.unicode)
        for place in schema.columns.indices { schema.columns[place].format = nil }
        return schema
    }
}
