internal import ArgumentParser
internal import MLKitCache
internal import MLKitCore
internal import MLKitRunning

/// `mlkit cache push`: share the cache.
struct CachePushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Send the runs of the cache to a remote.",
        discussion: """
            Only what the remote does not have is sent, the runs last. Several can push at the same time; one that was \
            broken off goes on when it is started again.
            """)

    @OptionGroup var remote: CacheRemoteOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let traffic = try Pipeline.forCommand(project, Surroundings()).pushCache(to: remote.remote)
        switch format.format {
        case .text: Console.standard.output(text(traffic))
        case .json: Console.standard.output(json(traffic).pretty)
        }
    }

    private func text(_ traffic: CacheTraffic) -> String {
        let warnings = Set(traffic.incomplete).sorted().map { stage in
            "not sent: a run of `\(stage)`, of which objects are missing here\n"
        }
        let end = traffic.files == 0 ? "nothing to send" : "sent \(traffic.summary)"
        return warnings.joined() + end + "\n"
    }

    /// `{"files", "bytes", "incomplete": [stage]}`.
    private func json(_ traffic: CacheTraffic) -> JSON {
        [
            "files": .int(traffic.files), "bytes": .int(traffic.bytes),
            "incomplete": .array(Set(traffic.incomplete).sorted().map { .string($0) }),
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
