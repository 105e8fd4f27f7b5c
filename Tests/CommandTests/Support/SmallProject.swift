import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A project of three stages on a table of sixty rows, to be broken.
struct SmallProject {
    let scratch: ScratchDirectory
    var path: FilePath { scratch.path }

    private static let spec = """
        mlkit: 1
        project: {name: p}
        stages:
          ingest:
            kind: data
            source: data.csv
            target: label
            split: {train: 0.6, valid: 0.2, test: 0.2, stratify: label, seed: 1}
          train:
            kind: train
            data: ${stages.ingest}
            model: {name: logistic, kind: network, hidden: []}
          evaluate:
            kind: evaluate
            models: ${stages.train}
            data: ${stages.ingest}

        """

    /// The header, and rows such as `7,green,yes`.
    static let table =
        "x,colour,label\n"
        + (0..<60).map { "\($0 * 7 % 13),\(["red", "green", "blue"][$0 % 3]),\($0 * $0 % 7 < 3 ? "yes" : "no")\n" }
        .joined()

    init(table: String? = SmallProject.table) throws {
        scratch = try ScratchDirectory()
        try scratch.write(Self.spec, to: "mlkit.yaml")
        if let table { try scratch.write(table, to: "data.csv") }
    }

    func mlkit(
        _ arguments: String..., engines: FilePath? = BuiltTool.sourceRoot.appending("engines"),
        environment: [String: String] = [:]
    ) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: path, engines: engines, environment: environment)
    }

    /// What a run that fails at once says, without times and without the stages that had to wait.
    func failure(engines: FilePath? = BuiltTool.sourceRoot.appending("engines")) async throws -> String {
        let outcome = try await mlkit("run", engines: engines)
        guard outcome.status == 1 else { throw Failure("exit status \(outcome.status)", notes: [outcome.error]) }
        return outcome.error.replacing(#/ +\d+\.\d s/#, with: " TIME")
    }
}
