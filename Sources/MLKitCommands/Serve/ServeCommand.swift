internal import ArgumentParser
internal import Glibc
internal import MLKitCore
internal import MLKitDeployment
internal import MLKitSpec
internal import SystemPackage

/// `mlkit serve`: answer predictions over HTTP, by becoming `mlkit-server`.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", _superCommandName: RootCommand.name,
        abstract: "Answer predictions over HTTP with a deployed model.",
        discussion: """
            Serves the current bundle of deploy/, and follows `mlkit run` and `mlkit deploy` to the next one: rows of named \
            columns at POST /predict, tensors by the Open Inference Protocol below /v2, a page to try it at /. Stops at \
            Ctrl-C, after the requests in flight. What is left out is as `serving` in mlkit.yaml says; \
            `mlkit-server --help` lists the limits.
            """)

    @Argument(help: "A version under deploy/, or the beginning of one, or a bundle's folder; the current one if left out.",
        completion: .names(.bundles))
    var bundle: String?

    @Option(help: "TCP port; that of mlkit.yaml if left out, 0 for a free one.")
    var port: Int?

    @Option(help: "Address to listen on; that of mlkit.yaml if left out, or this machine alone.")
    var host: String?

    @Option(name: .customLong("limit"), help: ArgumentHelp("One of the server's limits, time and again.", valueName: "name=value"))
    var limits: [String] = []

    @Option(help: ArgumentHelp("Where a line of JSON goes for each answer; - is standard error.", valueName: "file"))
    var accessLog: String?

    @Option(help: ArgumentHelp("The keys that clients must show one of; made by `mlkit deploy key`.", valueName: "file"))
    var keys: String?

    @OptionGroup var project: ProjectOption

    func validate() throws {
        if let port, !(0...65535).contains(port) { throw ValidationError("--port must be between 0 and 65535") }
        var checked = ServerLimits()
        do {
            for limit in limits { try checked.set(limit) }
        } catch let failure as Failure {
            throw ValidationError(failure.diagnostics[0].message)
        }
    }

    func run() throws {
        let surroundings = try Surroundings()
        let (root, spec) = try project.load(surroundings)
        let folder = try bundleFolder(root.pushing(FilePath(spec.layout.deploy)), surroundings)
        let server = try surroundings.installation().executables.appending("mlkit-server")
        guard try LocalFileSystem().exists(server) else {
            throw Failure(
                "`mlkit-server` is not beside `mlkit`", notes: ["looked for `\(server)`"],
                hint: "install both with `make install`")
        }
        try become(server, [folder.string] + arguments(spec.serving, root))
    }

    /// What the spec says, and after it what the flags say, which goes before it.
    private func arguments(_ serving: ProjectSpec.Serving, _ root: FilePath) -> [String] {
        func place(_ path: String) -> String { path == "-" ? path : root.pushing(FilePath(path)).string }
        var arguments = ["--host", host ?? serving.host, "--port", String(port ?? serving.port)]
        arguments += serving.options + limits.flatMap { ["--limit", $0] }
        if let log = accessLog ?? serving.accessLog.map(place) { arguments += ["--access-log", log] }
        if let log = serving.log {
            arguments += [
                "--prediction-log", place(log.file), "--prediction-log-size", String(log.megabytes), "--prediction-log-files",
                String(log.files),
            ]
        }
        if let keys = keys ?? serving.keyFile.map(place) { arguments += ["--keys", keys] }
        return arguments
    }

    private func bundleFolder(_ deploy: FilePath, _ surroundings: Surroundings) throws -> FilePath {
        let files = LocalFileSystem()
        if let bundle {
            let version = try Deployments(deploy).version(matching: bundle) ?? bundle
            let candidates = [surroundings.directory.pushing(FilePath(bundle)), deploy.pushing(FilePath(version))]
            for folder in candidates where try files.exists(folder.appending("bundle.json")) { return folder }
            throw Failure("no bundle `\(bundle)`", notes: candidates.map { "looked for `\($0)/bundle.json`" })
        }
        let current = deploy.appending("current")
        guard try files.exists(current) else {
            throw Failure("nothing is deployed yet", hint: "deploy a model with `mlkit run`")
        }
        return deploy
    }

    /// Replaces this process, so that signals reach the server itself.
    private func become(_ program: FilePath, _ arguments: [String]) throws {
        var pointers: [UnsafeMutablePointer<CChar>?] = ([program.string] + arguments).map { strdup($0) }
        pointers.append(nil)
        execv(program.string, pointers)
        throw Failure("cannot start `\(program)`: \(String(cString: strerror(errno)))")
    }
}
