public import MLKitCore
public import MLKitEngines
internal import MLKitReports
public import MLKitSpec
public import MLKitYAML
internal import SystemPackage

/// `kind: data`: the source and the kept schema in, the splits, the schema and the statistics out.
public struct DataKind: StageKind {
    public init() {}

    /// The key that says what there is to learn.
    public static let taskName = DataConfiguration.taskName

    public var keys: KeySet<DataConfiguration> { DataConfiguration.keys }
    public var version: Int { 2 }
    public var makes: Set<StageProduct.Sort> { [.table, .report] }
    public var reports: [StageReport] { [StageReport(role: Role.report, DataReport.self)] }
    public var seed: String? { "\(DataConfiguration.splitName).\(DataConfiguration.Split.seedName)" }
    public var candidates: String? { nil }
    public var showsProject: Bool { false }
    public var execution: StageExecution<DataConfiguration> { .worker { try await Self.run($0, $1) } }

    public var example: String {
        """
          ingest:
            kind: data
            source: data/original/adult.csv.gz
            target: income
            clean: {missing: ["?", ""], drop: [fnlwgt]}
            split: {train: 0.7, valid: 0.15, test: 0.15, stratify: income, seed: "${params.seed}"}

        """
    }

    /// What each input and output is; most are named by the key of the same name.
    enum Role {
        static let source = Wiring.sourceRole
        static let labels = "labels"
        static let schema = Wiring.schemaRole
        static let report = "report"
        static let page = "page"
    }

    public func engines(_ configuration: DataConfiguration) -> [Engine] { [.duckdb] }
    public func uses(_ configuration: DataConfiguration) -> StageUses {
        StageUses(addresses: [configuration.shownAddress].compactMap { $0 })
    }
    public func views(_ configuration: DataConfiguration) -> StageViews { StageViews() }

    public func inputs(
        _ configuration: DataConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        var files = configuration.isLocal ? [(Role.source, configuration.source)] : []
        if let labels = configuration.clean.labels { files.append((Role.labels, labels.file)) }
        return files.map { role, path in
            var input = wiring.file(path, of: stage)
            input.role = role
            return input
        }
    }

    public func outputs(
        _ configuration: DataConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        let layout = wiring.layout
        let splits = [Layout.Role.train, .valid, .test].map { split in
            StageOutput(role: split.rawValue, path: "\(layout[split])/\(stage.name).parquet")
        }
        let schema = configuration.schema ?? "\(layout.data)/schema\(stage.infix).yaml"
        let report = configuration.report ?? "\(layout.reports)/data\(stage.infix).json"
        return splits + [
            StageOutput(role: Role.schema, path: schema, isKept: true), StageOutput(role: Role.report, path: report),
        ] + (configuration.page.map { [StageOutput(role: Role.page, path: $0)] } ?? [])
    }

    public func products(
        _ configuration: DataConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        [.table, .report(role: Role.report)]
    }

    public func problems(
        _ configuration: DataConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] {
        StageRules(configuration: configuration, node: node).problems
    }

    public func decisive(_ written: [JSON.Member], _ configuration: DataConfiguration) -> [JSON.Member] { written }

    /// Of an address that opens what it stands for, which `mlkit new` puts into no project.
    private static func openAddress(_ configuration: DataConfiguration) -> [String] {
        guard let url = configuration.remote?.url, let secret = FetchedTable.secret(in: url) else { return [] }
        return [
            "the `url` of the source has `\(secret)` in it, by which whoever reads mlkit.yaml may fetch the table, and git keeps it: name a file that "
                + "you fetch yourself, or `s3://BUCKET/KEY` with the key in the environment, and have what `\(secret)` opens closed",
        ]
    }

    public func split(of figure: String, by version: Int) -> String? { nil }
    public func testKey(_ configuration: DataConfiguration) -> String? { nil }

    private static func run(_ configuration: DataConfiguration, _ work: StageWork) async throws -> StageResult {
        var paths = DataPaths(
            sources: configuration.isLocal ? [try work.input(Role.source)] : [], existingSchema: try work.kept(Role.schema),
            train: try work.output(Part.train.rawValue), valid: try work.output(Part.valid.rawValue),
            test: try work.output(Part.test.rawValue),
            schema: try work.output(Role.schema), report: try work.output(Role.report), project: work.job.project)
        paths.cache = work.job.project.pushing(".mlkit/cache/tables").appending(work.job.stage)
        if configuration.page != nil { paths.page = try work.output(Role.page) }
        if configuration.clean.labels != nil { paths.labels = try work.input(Role.labels) }
        let report = try await DataStage.run(configuration: configuration, paths: paths, context: work.context)
        let rows = report.splits.map { JSON.Member($0.name, .int($0.rows)) }
        return StageResult(summary: report.summary, metrics: .object(rows), warnings: openAddress(configuration) + report.warnings)
    }
}
