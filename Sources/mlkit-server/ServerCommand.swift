internal import ArgumentParser
internal import Glibc
internal import MLKitCore
internal import MLKitEngines
internal import MLKitServing
internal import SystemPackage

/// `mlkit-server BUNDLE`: serves one deployed model until it is told to stop.
@main
struct ServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mlkit-server",
        abstract: "Serve a deployed model over HTTP.",
        discussion: """
            Prints `listening on http://HOST:PORT` when it is ready. SIGTERM or SIGINT stops it when it has \
            answered what was asked; a second one stops it at once.
            """,
        version: Version.current)

    @Argument(help: "The folder of a deployed model, such as deploy/<version>.")
    var bundle: String

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 picks a free one.")
    var port = 8080

    @Option(help: "Threads that answer requests.")
    var threads = 1

    @Flag(help: "Stop also when standard input ends, and so with the program that started the server.")
    var supervised = false

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port should be between 0 and 65535") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads should be between 1 and 64") }
    }

    func run() throws {
        // Before any thread is started, so that every thread leaves the signals to `wait`.
        let signals = StopSignals()
        do {
            let server = try start()
            print("listening on http://\(host.contains(":") ? "[\(host)]" : host):\(server.port)")
            fflush(nil)
            if supervised { signals.raiseAtEndOfInput() }
            signals.wait()
            server.stop()
        } catch let failure as Failure {
            failure.diagnostics.forEach(Self.report)
            throw ExitCode.failure
        }
    }

    private func start() throws -> HTTPServer {
        let environment = EnvironmentVariables.current
        // In a container there is no installation: the runtime is then where MLKIT_ENGINES says.
        let installation = try? Installation.current(environment: environment)
        let engines = EngineLocator(environment: environment, installation: installation)
        let model = try ServedModel(bundle: FilePath(bundle), engines: engines)
        let service = ModelService(model, log: Self.report)
        return try HTTPServer(service: service, host: host, port: port, threads: threads)
    }

    private static func report(_ diagnostic: Diagnostic) {
        let colour = isatty(STDERR_FILENO) == 1 && EnvironmentVariables.current["NO_COLOR", default: ""].isEmpty
        let text = DiagnosticRenderer(colour: colour).render(diagnostic)
        _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }
}
