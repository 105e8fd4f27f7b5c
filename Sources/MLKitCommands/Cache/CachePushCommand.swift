internal import ArgumentParser
internal import MLKitCache
internal import MLKitCore
internal import MLKitRunning

/// `mlkit cache push`: share the cache.
struct CachePushCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Send the runs of the cache to a remote.",
        discussion: """
            Only what the remote does not have is sent, the runs last. Several can push at the same time; one that was \
            broken off goes on when it is started again. What is sent is read before: what is damaged in the cache is \
            taken from the outputs again. Exits with 1 if something that a lock file names is neither in the cache nor \
            in its place.
            """)

    @Flag(help: "Read all that the remote has too, and send again what is damaged there.")
    var verify = false

    @OptionGroup var remote: CacheRemoteOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() async throws {
        let pipeline = try Pipeline.forCommand(project, Surroundings())
        let push = try await pipeline.pushCache(to: remote.remote, verifies: verify, command: Surroundings.commandLine) {
            Console.standard.error(RunWording.waiting($0))
        }
        switch format.format {
        case .text: Console.standard.say(text(push))
        case .json: Console.standard.output(json(push).pretty)
        }
        if !push.missing.isEmpty { throw ExitCode(1) }
    }

    private func text(_ push: CachePush) -> String {
        let traffic = push.traffic
        let missing = push.missing.map { item in
            "missing: `\(item.path)`, which the lock of `\(item.stage)` names; `mlkit run \(item.stage)` makes it again\n"
        }
        let warnings = Set(traffic.incomplete).sorted().map { stage in
            "not sent: a run of `\(stage)`, of which objects are missing here\n"
        }
        let removed = traffic.removed.map { "damaged: `\($0)` in the cache here; removed\n" }
        let end = traffic.files == 0 ? "nothing to send" : "sent \(traffic.summary)"
        return (removed + missing + warnings).joined() + end + "\n"
    }

    /// `{"files", "bytes", "incomplete": [stage], "missing": [{"stage", "path"}], "removed": [path]}`.
    private func json(_ push: CachePush) -> JSON {
        let traffic = push.traffic
        return [
            "files": .int(traffic.files), "bytes": .int(traffic.bytes),
            "incomplete": .array(Set(traffic.incomplete).sorted().map { .string($0) }),
            "missing": .array(push.missing.map { ["stage": .string($0.stage), "path": .string($0.path)] }),
            "removed": .array(traffic.removed.map { .string($0) }),
        ]
    }
}

/// `--remote`, as `push` and `pull` take it.
struct CacheRemoteOption: ParsableArguments {
    @Option(help: "A folder, or REMOTE:PATH of rclone, in place of the one in mlkit.yaml.")
    var remote: String?

    func validate() throws {
        if let remote, remote.isEmpty || remote.hasPrefix("-") {
            throw ValidationError("--remote takes a folder, or REMOTE:PATH of rclone")
        }
    }
}

extension CacheTraffic {
    /// "12 files, 3.4 MB".
    var summary: String { "\(plural(files, "file")), \(ByteCount.text(bytes))" }
}
