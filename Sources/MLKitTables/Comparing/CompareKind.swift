public import MLKitCore
public import MLKitEngines
internal import MLKitReports
public import MLKitSpec
public import MLKitYAML
internal import SystemPackage

/// `kind: compare`: two tables in, the report of what differs out.
public struct CompareKind: StageKind {
    public init() {}

    public var keys: KeySet<CompareConfiguration> { CompareConfiguration.keys }
    public var version: Int { 1 }
    public var makes: Set<StageProduct.Sort> { [.report] }
    public var reports: [StageReport] { [StageReport(role: Role.report, ComparisonReport.self)] }
    public var seed: String? { nil }
    public var candidates: String? { nil }
    public var showsProject: Bool { false }
    public var execution: StageExecution<CompareConfiguration> { .worker { try await Self.run($0, $1) } }

    public var example: String {
        """
          drift:
            kind: compare
            from: ${stages.ingest.train}
            to: data/new/*.csv
            otherwise: warn

        """
    }

    /// What each input and output is; all but the last two are named by the key of the same name.
    enum Role {
        static let from = "from"
        static let to = "to"
        static let report = "report"
        static let page = "page"
        static let schema = Wiring.schemaRole
        static let train = Part.train.rawValue
    }

    public func engines(_ configuration: CompareConfiguration) -> [Engine] { [.duckdb] }
    public func uses(_ configuration: CompareConfiguration) -> StageUses { StageUses() }
    public func views(_ configuration: CompareConfiguration) -> StageViews { StageViews() }

    public func inputs(
        _ configuration: CompareConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        var inputs = [StageInput]()
        for (role, side) in [(Role.from, configuration.from), (Role.to, configuration.to)] {
            switch side {
            case .path(let path):
                var input = wiring.file(path, of: stage)
                input.role = role
                inputs.append(input)
            // What the columns are, the schema of the first of two splits says.
            case .split(let reference):
                inputs += wiring.split(reference, as: role, otherwise: Role.train, splits: []).filter { input in
                    input.role != Role.schema || !inputs.contains { $0.role == Role.schema }
                }
            }
        }
        return inputs
    }

    public func outputs(
        _ configuration: CompareConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        let infix = wiring.infix(of: stage, unlessNamedBy: [Role.report])
        let report = configuration.report ?? "\(wiring.layout.reports)/comparison\(infix).json"
        return [StageOutput(role: Role.report, path: report)] + (configuration.page.map { [StageOutput(role: Role.page, path: $0)] } ?? [])
    }

    public func products(
        _ configuration: CompareConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        [.report(role: Role.report)]
    }

    public func problems(
        _ configuration: CompareConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] { [] }

    public func decisive(_ written: [JSON.Member], _ configuration: CompareConfiguration) -> [JSON.Member] { written }

    public func split(of figure: String, by version: Int) -> String? { nil }
    public func testKey(_ configuration: CompareConfiguration) -> String? { nil }

    private static func run(_ configuration: CompareConfiguration, _ work: StageWork) async throws -> StageResult {
        var stage = CompareStage(
            configuration: configuration, from: try work.input(Role.from), to: try work.input(Role.to),
            report: try work.output(Role.report), context: work.context)
        stage.project = work.job.project
        stage.schema = work.job.inputs[Role.schema]
        if configuration.page != nil { stage.page = try work.output(Role.page) }
        let (report, warnings) = try stage.run()
        let statistics = report.columns.compactMap { column in
            column.statistic.flatMap { $0.isFinite ? JSON.Member(column.name, .double($0)) : nil }
        }
        return StageResult(
            summary: report.summary,
            metrics: ["differing": .int(report.differences.count), "statistic": .object(statistics)], warnings: warnings)
    }
}
