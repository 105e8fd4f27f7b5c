internal import MLKitCore
public import MLKitSpec
public import SystemPackage

/// Does the work order of a stage's process: reads the inputs of its job, runs the stage, writes the outputs.
public struct StageWorker: Sendable {
    let job: StageJob
    /// The `mlkit-server` executable, which the deploy stage packs and tries out.
    let server: FilePath
    let context: StageContext

    public init(job: StageJob, server: FilePath, context: StageContext) {
        self.job = job
        self.server = server
        self.context = context
    }

    /// Runs the stage.
    ///
    /// - Throws: `Failure` with the stage's own words, files named as the user knows them.
    public func run(_ settings: StageSettings) async throws -> StageResult {
        do {
            return try await dispatch(settings)
        } catch let failure as Failure {
            throw failure.naming(filesOf: job.project)
        }
    }

    private func dispatch(_ settings: StageSettings) async throws -> StageResult {
        switch settings {
        case .data(let configuration): try await data(configuration)
        case .train(let configuration): try await train(configuration)
        case .evaluate(let configuration): try await evaluate(configuration)
        case .quantize(let configuration): try await quantize(configuration)
        case .deploy(let configuration): try await deploy(configuration)
        case .command: throw Failure("a command stage has no worker")
        }
    }

    /// The path of an input.
    func input(_ role: String) throws -> FilePath {
        guard let path = job.inputs[role] else { throw Failure("the job of `\(job.stage)` has no input `\(role)`") }
        return path
    }

    /// The path of an output, in a folder that exists.
    func output(_ role: String) throws -> FilePath {
        guard let path = job.outputs[role] else { throw Failure("the job of `\(job.stage)` has no output `\(role)`") }
        try context.files.makeDirectory(path.removingLastComponent())
        return path
    }

    /// The schema that the data stage wrote.
    func schema() throws -> TableSchema {
        let path = try input("schema")
        return try SchemaFile(path, name: path.name(in: job.project), files: context.files).schema
    }
}
