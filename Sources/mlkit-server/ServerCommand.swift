internal import ArgumentParser
internal import Glibc
internal import MLKitCore
internal import MLKitEngines
internal import MLKitServing
internal import SystemPackage

/// `mlkit-server PLACE…`: serves deployed models until it is told to stop.
@main
struct ServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mlkit-server",
        abstract: "Serve deployed models over HTTP.",
        discussion: """
            Prints `listening on http://HOST:PORT` when it is ready. SIGTERM has readiness fail, waits for the limit \
            `drain_delay`, answers what was asked, for `drain_time` at most, and ends with status 0; SIGINT does not wait. A \
            second signal ends it at once. SIGHUP has the file of keys read and the access log opened again.

            LIMITS:
            \(Self.limitLines)
            """,
        version: Version.described(for: CommandLine.arguments, environment: EnvironmentVariables.current))

    @Argument(
        help: """
            The folder of a deployed model, such as deploy/<version>; a folder of them with `current`, whose changes are \
            followed; or an ONNX file. The first one answers /predict.
            """)
    var places: [String] = []

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 picks a free one.")
    var port = 8080

    @Option(help: "Short for --limit threads=N.")
    var threads: Int?

    @Option(name: .customLong("limit"), help: ArgumentHelp("One of the limits below, time and again.", valueName: "name=value"))
    var limitTexts: [String] = []

    @Option(help: ArgumentHelp("Where a line of JSON goes for each answer; - is standard error.", valueName: "file"))
    var accessLog: String?

    @Option(help: ArgumentHelp("The keys that clients must show one of; made by `mlkit deploy key`.", valueName: "file"))
    var keys: String?

    @Option(help: ArgumentHelp(
        "The population stability index of a column from which on it is told that it drifts; 0.2 if left out.", valueName: "index"))
    var driftAlarm: Double?

    @Option(help: ArgumentHelp("Rows after which drift is looked at, time and again; 1000 if left out, 0 for never.", valueName: "rows"))
    var driftRows: Int?

    @Option(help: ArgumentHelp("Keeps the rows that models are asked, with their answers: a line of JSON each. They may be personal data.",
        valueName: "file"))
    var predictionLog: String?

    @Option(help: ArgumentHelp("How large that file becomes, in MiB, before another is begun.", valueName: "number"))
    var predictionLogSize = 64

    @Option(help: ArgumentHelp("How many such files there are at most; the oldest is removed.", valueName: "number"))
    var predictionLogFiles = 4

    @Flag(help: "Load the models, try them, and end: status 0 if all can be served.")
    var check = false

    @Option(help: ArgumentHelp("Serve nothing; status 0 if the server on that port of this machine is ready.", valueName: "port"))
    var probe: Int?

    @Flag(help: "Stop also when standard input ends, and so with the program that started the server.")
    var supervised = false

    private static let limitLines = ServerLimits.all.map { limit in
        let name = "  \(limit.name)=\(limit.text(ServerLimits()))"
        return name + String(repeating: " ", count: max(26 - name.utf8.count, 1)) + limit.summary
    }.joined(separator: "\n")

    func validate() throws {
        guard !places.isEmpty || probe != nil else { throw ValidationError("name a bundle to serve") }
        guard (0...65535).contains(port) else { throw ValidationError("--port should be between 0 and 65535") }
        if let driftAlarm, !DriftRule.alarms.contains(driftAlarm) {
            throw ValidationError("--drift-alarm should be between 0.001 and 100")
        }
        if let driftRows, !DriftRule.windows.contains(driftRows) {
            throw ValidationError("--drift-rows should be between 0 and 10000000")
        }
        guard (1...100_000).contains(predictionLogSize) else {
            throw ValidationError("--prediction-log-size should be between 1 and 100000")
        }
        guard (1...1000).contains(predictionLogFiles) else { throw ValidationError("--prediction-log-files should be between 1 and 1000") }
        if let threads, !(1...64).contains(threads) { throw ValidationError("--threads should be between 1 and 64") }
    }

    func run() throws {
        if let probe { throw HealthProbe(port: probe).isReady() ? ExitCode.success : ExitCode.failure }
        // Before any thread is started, so that every thread leaves the signals to `wait`.
        let signals = Signals()
        do {
            try serve(signals)
        } catch let failure as Failure {
            failure.diagnostics.forEach(Reporter.report)
            throw ExitCode.failure
        }
    }

    private func serve(_ signals: Signals) throws {
        signals.endWhileStarting()
        let limits = ProcessLimits.adapted(try limits())
        let log = try accessLog.map { try LogFile($0) }
        let predictions = try predictionLog.map { try RotatingFile($0, size: predictionLogSize << 20, count: predictionLogFiles) }
        let observer = Observer(
            seconds: { time(nil) }, seed: UInt64(getpid()) << 32 ^ UInt64(time(nil)), accessLog: log?.write,
            predictionLog: predictions?.write,
            report: Reporter.report)
        // Whatever comes of it, what has been told by then is written.
        defer { observer.stop() }
        let repository = try repository(observer)
        if check {
            for model in repository.models { print("`\(model.name)` \(model.version) can be served") }
            return
        }
        let keyFile = try keys.map { try KeyFile(FilePath($0)) }
        let access = AccessRule(file: keyFile, isPublic: !AccessRule.isThisMachine(host))
        let service = ModelService(repository, limits: limits, observer: observer, access: access)
        let server = try HTTPServer(service: service, host: host, port: port, limits: limits, observer: observer)
        signals.serve()
        print("listening on http://\(host.contains(":") ? "[\(host)]" : host):\(server.port)")
        fflush(nil)
        if supervised { signals.raiseAtEndOfInput() }
        let versions = Follower(begin: ProcessLimits.settle) { _ in repository.refresh().forEach(observer.tell) }
        let settings = Follower { isAsked in
            keyFile?.refresh(isAsked: isAsked).forEach(observer.tell)
            if isAsked { Self.reopen(log, observer) }
        }
        let signal = signals.wait {
            versions.ask()
            settings.ask()
        }
        service.failReadiness()
        repository.stopFollowing()
        if signal == SIGTERM { signals.sleep(seconds: limits.drainDelay) }
        var unfinished = ServerEnd(of: server, within: limits.drainTime).wait()
        if versions.isAtWork { unfinished.append("a version that is being loaded") }
        if !unfinished.isEmpty { Self.leave(unfinished, observer) }
    }

    /// Ends the process with what is still under way: what is torn down at an ordinary end is in use.
    private static func leave(_ unfinished: [String], _ observer: Observer) -> Never {
        observer.tell(.warning("the server ended without waiting for what was still under way", notes: unfinished))
        observer.stop()
        fflush(nil)
        _exit(0)
    }

    private func limits() throws -> ServerLimits {
        var limits = ServerLimits()
        for text in limitTexts { try limits.set(text) }
        if let threads { limits.threads = threads }
        return limits
    }

    private func repository(_ observer: Observer) throws -> ModelRepository {
        let environment = EnvironmentVariables.current
        // In a container there is no installation: the runtime is then where MLKIT_ENGINES says.
        let installation = try? Installation.current(environment: environment)
        let runtime = try BundleSource.RuntimeHandle(engines: EngineLocator(environment: environment, installation: installation))
        var drift: DriftRule?
        if driftAlarm != nil || driftRows != nil { drift = DriftRule(alarm: driftAlarm, rows: driftRows) }
        return try ModelRepository(
            sources: places.map { BundleSource(FilePath($0), runtime: runtime, drift: drift, report: observer.tell) })
    }

    private static func reopen(_ log: LogFile?, _ observer: Observer) {
        do {
            try log?.reopen()
        } catch {
            (error as? Failure)?.diagnostics.forEach(observer.tell)
        }
    }
}
