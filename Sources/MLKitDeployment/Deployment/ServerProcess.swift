internal import MLKitCore
internal import MLKitEngines
internal import Subprocess
internal import SystemPackage

/// The server as a process of its own, for as long as a piece of work lasts.
///
/// It never outlives this process: it is told to stop when the work ends, is killed when it does not, and stops
/// by itself when its standard input ends, as it does when this process is killed.
struct ServerProcess {
    let executable: FilePath
    let engines: EngineLocator

    /// How long the server may take to start.
    var startBound = Duration.seconds(30)
    /// How long all of the work may take.
    var workBound = Duration.seconds(300)

    /// Serves a bundle on a free port of the loopback while `work` runs.
    ///
    /// - Parameter work: takes the address, such as `http://127.0.0.1:40123`.
    /// - Throws: `Failure` with what the server wrote if it does not start; what `work` throws.
    func serving<Value: Sendable>(
        _ bundle: FilePath, _ work: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        do {
            let result = try await Subprocess.run(
                .path(executable), arguments: [bundle.string, "--port", "0", "--supervised", "--limit", "drain_delay=0"],
                environment: environment(), input: .inputWriter, output: .sequence, error: .string(limit: 1 << 16)
            ) { server in
                await outcome(server, work)
            }
            guard let outcome = result.closureResult else { throw notStarted(result.standardError) }
            return try outcome.get()
        } catch let error as SubprocessError {
            throw Failure("cannot run `\(executable)`", notes: ["\(error)"])
        }
    }

    /// Never throws, so that the server is always stopped and waited for in one place.
    ///
    /// - Returns: `nil` if the server did not become ready.
    private func outcome<Value: Sendable, Errors: ErrorOutputProtocol>(
        _ server: Execution<CustomWriteInput, SequenceOutput, Errors>, _ work: @Sendable (String) async throws -> Value
    ) async -> Result<Value, any Error>? {
        var lines = ServerLines(server.standardOutput)
        let starting = watchdog(startBound, server)
        let address = await lines.address()
        starting.cancel()
        guard let address else { return nil }
        let working = watchdog(workBound, server)
        defer { working.cancel() }
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await work(address)) } catch { outcome = .failure(error) }
        try? server.send(signal: .terminate)
        await lines.drain()
        return outcome
    }

    private func watchdog<Errors: ErrorOutputProtocol>(
        _ bound: Duration, _ server: Execution<CustomWriteInput, SequenceOutput, Errors>
    ) -> Task<Void, any Error> {
        Task {
            try await Task.sleep(for: bound)
            try server.send(signal: .kill)
        }
    }

    /// The server finds ONNX Runtime where this process does.
    private func environment() throws -> Environment {
        let runtime = try engines.require(.onnxruntime)
        guard let folder = engines.folders.first(where: { runtime.starts(with: $0) }) else { return .inherit }
        return .inherit.updating(["MLKIT_ENGINES": folder.string])
    }

    private func notStarted(_ errors: String) -> Failure {
        let said = errors.split(separator: "\n").map(String.init)
        return Failure(
            "the server did not start on the bundle",
            notes: said.isEmpty ? ["it was not ready within \(startBound)"] : said)
    }
}
