public import MLKitCore
public import MLKitEngines
internal import MLKitReports
public import MLKitSpec
public import MLKitYAML
internal import SystemPackage

/// `kind: data`: the source and the kept schema in, the splits, the schema and the statistics out.
public struct DataKind: StageKind {
    public init() {}

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

    private enum Role {
        static let source = "source"
        static let schema = "schema"
        static let report = "report"
    }

    public func engines(_ configuration: DataConfiguration) -> [Engine] { [.duckdb] }
    public func uses(_ configuration: DataConfiguration) -> StageUses { StageUses() }
    public func views(_ configuration: DataConfiguration) -> StageViews { StageViews() }

    public func inputs(
        _ configuration: DataConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        var source = wiring.file(configuration.source, of: stage)
        source.role = Role.source
        return [source]
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
        ]
    }

    public func products(
        _ configuration: DataConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        [.table, .report(role: Role.report)]
    }

    public func problems(
        _ configuration: DataConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] {
        let split = configuration.split
        let shares = [("train", split.train), ("valid", split.valid), ("test", split.test)]
        let sum = shares.reduce(0) { $0 + $1.1 }
        // A share that is not there is complained about by itself.
        guard let place = node[DataConfiguration.splitName], place.mapping != nil,
            shares.allSatisfy({ place[$0.0] != nil })
        else { return [] }
        let none = shares.filter { !($0.1 > 0) }.map { name, _ in
            Diagnostic.error("`split` leaves no rows to `\(name)`", at: place[name]?.location, hint: Self.need[name])
        }
        return !none.isEmpty || abs(sum - 1) <= 1e-9 ? none : [
            .error(
                "the shares of `split` add up to \((sum * 1e6).rounded() / 1e6), not to 1", at: place.location,
                hint: "for example 0.7, 0.15 and 0.15")
        ]
    }

    /// What each split is there for.
    private static let need = [
        "train": "models learn from it",
        "valid": "it says when training stops, and which model is selected; where rows are few, 0.1 will do, and "
            + "`cross_validation` in a train stage measures on parts of the training rows as well",
        "test": "it says what the selected model does on rows that nothing was chosen by; where rows are few, 0.1 will do",
    ]

    public func decisive(_ written: [JSON.Member], _ configuration: DataConfiguration) -> [JSON.Member] { written }

    private static func run(_ configuration: DataConfiguration, _ work: StageWork) async throws -> StageResult {
        let paths = DataPaths(
            sources: [try work.input(Role.source)], existingSchema: try work.kept(Role.schema),
            train: try work.output("train"), valid: try work.output("valid"), test: try work.output("test"),
            schema: try work.output(Role.schema), report: try work.output(Role.report), project: work.job.project)
        let report = try await DataStage.run(configuration: configuration, paths: paths, context: work.context)
        let rows = report.splits.map { JSON.Member($0.name, .int($0.rows)) }
        return StageResult(summary: report.summary, metrics: .object(rows), warnings: report.warnings)
    }
}
