internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// Starts the server on a bundle, asks it rows of the test split in both of its ways, and holds its answers to
/// what the model says in this process.
struct SmokeTest {
    private let inputs: DeployInputs
    private let manifest: BundleManifest
    private let session: Session
    private let context: StageContext

    init(_ inputs: DeployInputs, _ manifest: BundleManifest, _ session: Session, _ context: StageContext) {
        self.inputs = inputs
        self.manifest = manifest
        self.session = session
        self.context = context
    }

    /// - Parameters:
    ///   - rows: the most rows to ask.
    ///   - bundle: the folder to serve.
    /// - Throws: `Failure` if there are no rows, the server does not answer, or its answers differ.
    func run(rows: Int, bundle: FilePath) async throws -> SmokeReport {
        let signature = manifest.signature
        let sample = SampleRows(inputs.test, signature)
        let rows = min(rows, inputs.test.rowCount)
        guard rows > 0 else { throw Failure("there are no test rows to ask the server about") }
        let offline = try ModelAnswers(session, sample.tensors(rows, for: session.inputs), signature)
        let width = signature.task == .regression ? 1 : signature.classes.count
        try FiniteAnswers(offline.numbers, width: width, signature).check(of: "the model", on: "the test split")
        let requests = bundle.removingLastComponent().appending(".smoke-request.json")
        let curl = try SmokeClient(engines: context.engines, request: requests, files: context.files)
        defer { try? context.files.remove(requests) }
        let comparisons = try await ServerProcess(executable: inputs.server, engines: context.engines).serving(bundle) {
            address in
            context.log("smoke test: \(plural(rows, "row")) at \(address)")
            let predicted = try await curl.post(sample.request(rows), to: "\(address)/predict")
            let path = "/v2/models/\(manifest.name)/infer"
            let inferred = try await curl.post(sample.inferenceRequest(rows, for: session.inputs), to: address + path)
            return [
                try compare(try ModelAnswers(predict: predicted, signature), offline, rows, "/predict"),
                try compare(try ModelAnswers(inference: inferred, signature), offline, rows, path),
            ]
        }
        return SmokeReport(rows: rows, endpoints: comparisons)
    }

    private func compare(
        _ answers: ModelAnswers, _ offline: ModelAnswers, _ rows: Int, _ endpoint: String
    ) throws -> SmokeReport.Comparison {
        SmokeReport.Comparison(
            endpoint: endpoint,
            largestDifference: try answers.compare(to: offline, rows: rows, endpoint: endpoint))
    }
}
