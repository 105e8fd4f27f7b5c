internal import ArgumentParser
internal import MLKitCache
internal import MLKitCore
internal import MLKitRunning

/// `mlkit cache`: what stages made, kept to be restored.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", _superCommandName: RootCommand.name,
        abstract: "Look after the cache of what stages made.",
        discussion: """
            `mlkit run` keeps the outputs of every stage in .mlkit/cache, and restores them when a stage would be run \
            as it was before. The key `cache` in mlkit.yaml names a remote to share them by.
            """,
        subcommands: [
            CacheStatusCommand.self, CacheVerifyCommand.self, CacheCollectCommand.self, CachePushCommand.self,
            CachePullCommand.self,
        ],
        defaultSubcommand: CacheStatusCommand.self)
}

/// `mlkit cache status`: how much is in the cache.
struct CacheStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how much is in the cache, and how much of it nothing needs.")

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let surroundings = try Surroundings()
        let pipeline = try Pipeline.forCommand(project, surroundings)
        let status = try pipeline.cacheStatus(git: surroundings.git(), now: Surroundings.now())
        switch format.format {
        case .text: Console.standard.say(text(status))
        case .json: Console.standard.output(json(status).pretty)
        }
        status.tellAbsent()
    }

    private func text(_ status: CacheStatus) -> String {
        var table = TextTable()
        table.add("runs", "\(status.runs)")
        table.add("objects", "\(status.objects)")
        table.add("size", ByteCount.text(status.size))
        table.add("unused", status.unused)
        table.add("remote", status.remote ?? "none")
        return table.text()
    }

    /// `{"runs", "objects", "bytes", "unused": {"runs", "objects", "bytes"}, "remote": text or null, "absent": [path]}`.
    private func json(_ status: CacheStatus) -> JSON {
        [
            "runs": .int(status.runs), "objects": .int(status.objects), "bytes": .int(status.size),
            "unused": status.unusedJSON, "remote": status.remote.map { .string($0) } ?? .null,
            "absent": status.absentJSON,
        ]
    }
}

extension CacheStatus {
    /// "2 runs and 5 objects, 1.2 MB", or "nothing".
    var unused: String {
        guard unusedRuns + unusedObjects > 0 else { return "nothing" }
        return "\(plural(unusedRuns, "run")) and \(plural(unusedObjects, "object")), \(ByteCount.text(unusedSize))"
    }

    var unusedJSON: JSON {
        ["runs": .int(unusedRuns), "objects": .int(unusedObjects), "bytes": .int(unusedSize)]
    }

    /// The projects that were not found.
    var absentJSON: JSON { .array(absent.map { .string($0.path) }) }

    /// Says for whose sake nothing counts as unused, and how the cache forgets them.
    func tellAbsent() {
        guard !absent.isEmpty else { return }
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for project in absent {
            let warning = Diagnostic.warning(
                "`\(project.path)`, which shares this cache, is not there: as nobody knows what it needs, all is kept",
                hint: "if it is gone for good, or has run from another place since, forget it: "
                    + "`rm '\(project.record)'`")
            Console.standard.error(renderer.render(warning))
        }
    }
}
