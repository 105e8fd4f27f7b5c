import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage

/// A data stage in a scratch folder of its own.
struct DataFixture {
    let scratch: ScratchDirectory
    var configuration = DataConfiguration(
        source: "data.csv", target: "label",
        split: .init(train: 0.5, valid: 0.25, test: 0.25, seed: 7))
    var threads = 1

    init() throws {
        scratch = try ScratchDirectory()
    }

    /// Forty rows: `x` counts from 0, `colour` is red, green or blue, `label` is no or yes.
    static var rows: [String] {
        (0..<40).map { "\($0),\(["red", "green", "blue"][$0 % 3]),\($0 % 4 == 0 ? "yes" : "no")" }
    }

    /// The forty rows as CSV, with some lines put in place of those of these numbers (the header is 0).
    static func csv(replacing lines: [Int: String] = [:]) -> String {
        let all = ["x,colour,label"] + rows
        return all.enumerated().map { (lines[$0.offset] ?? $0.element) + "\n" }.joined()
    }

    var paths: DataPaths {
        let out = scratch.path.appending("out")
        let schema = scratch.path.appending("schema.yaml")
        let exists = (try? scratch.exists("schema.yaml")) ?? false
        var paths = DataPaths(
            sources: [scratch.path.pushing(FilePath(configuration.source))], existingSchema: exists ? schema : nil,
            train: out.appending("train.parquet"), valid: out.appending("valid.parquet"),
            test: out.appending("test.parquet"), schema: out.appending("schema.yaml"),
            report: out.appending("data.json"), project: scratch.path)
        paths.labels = configuration.clean.labels.map { scratch.path.pushing(FilePath($0.file)) }
        return paths
    }

    @discardableResult
    func run(_ log: @escaping @Sendable (String) -> Void = { _ in }) async throws -> DataRun {
        let report = try await DataStage.run(
            configuration: configuration, paths: paths, context: stageContext(threads: threads, log: log))
        return DataRun(report: report, schema: try SchemaFile(paths.schema).schema)
    }

    /// Runs on the text of one source file.
    @discardableResult
    func run(_ text: String) async throws -> DataRun {
        try scratch.write(text, to: configuration.source)
        return try await run()
    }

    /// The message of a run on a text that must fail.
    func failure(_ text: String) async -> String {
        await failureText { try await run(text) }
    }

    func table(_ part: FilePath, _ schema: TableSchema) async throws -> Table {
        try await Table.read(part, schema: schema, context: stageContext())
    }

    /// All rows of the three parts, in that order, one text a row.
    func rows(_ schema: TableSchema) async throws -> [[String]] {
        var rows = [[String]]()
        for part in [paths.train, paths.valid, paths.test] {
            let table = try await table(part, schema)
            rows.append(
                (0..<table.rowCount).map { row in
                    table.columns.map { $0.values.text(row) }.joined(separator: ",")
                })
        }
        return rows
    }
}

extension Column {
    /// A value as text, `-` where it is missing.
    func text(_ row: Int) -> String {
        switch self {
        case .numeric(let values):
            values[row].isNaN ? "-" : Int(exactly: values[row]).map(String.init) ?? "\(values[row])"
        case .text(let texts): texts[row] ?? "-"
        }
    }
}

/// What a run of a data stage came to.
@dynamicMemberLookup
struct DataRun {
    let report: DataReport
    /// As it was written.
    let schema: TableSchema

    var rowsRead: Int { report.rows.read }
    var withoutTarget: Int { report.rows.withoutTarget }
    var duplicates: Int { report.rows.duplicates }
    var rows: Int { report.rows.kept }
    var sharedRows: Int? { report.split.sharedRows }
    /// As they stand in the report.
    var columns: [JSON] { report.json["columns"]?.array ?? [] }
    var json: JSON { report.json }

    subscript<Value>(dynamicMember member: KeyPath<DataReport, Value>) -> Value { report[keyPath: member] }
}
