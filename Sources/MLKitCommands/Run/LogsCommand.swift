internal import ArgumentParser
internal import Glibc
internal import MLKitCore
internal import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

/// `mlkit logs`: what a stage wrote.
struct LogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", _superCommandName: RootCommand.name,
        abstract: "Show what a stage wrote the last time it ran, or is writing.",
        discussion: "Colours and other sequences that a terminal would obey are left out.")

    @Argument(help: "The stage.", completion: .names(.stages))
    var stage: String

    @Flag(name: [.customShort("f"), .long], help: "Go on as long as a run of the project is at work.")
    var follow = false

    @OptionGroup var project: ProjectOption

    func run() throws {
        let (root, spec) = try project.load(Surroundings())
        let stages = try spec.stages(named: [stage])
        guard stages.count == 1, let name = stages.first?.name else {
            throw Failure(
                "`\(stage)` stands for \(stages.count) stages, each with a log of its own",
                hint: "name one, as `\(stages.first?.name ?? stage)`")
        }
        let path = root.pushing(FilePath(spec.layout.logs)).appending("\(name).log")
        guard try follow || LocalFileSystem().exists(path) else {
            throw Failure("the stage `\(name)` has no log: it has not run here", hint: "`mlkit run \(name)` makes one")
        }
        try show(path, root)
    }

    /// Bytes that are read at once.
    private static let piece = 1 << 20

    private func show(_ path: FilePath, _ root: FilePath) throws {
        let files = LocalFileSystem()
        var offset = 0
        var rest: [UInt8] = []
        while true {
            // Asked first: what is written before the run ends is shown.
            let goesOn = follow && Pipeline.isHeld(root)
            let size = try files.information(at: path)?.size ?? 0
            // Another run has begun it anew.
            if size < offset { (offset, rest) = (0, []) }
            while offset < size {
                let bytes = try files.read(path, from: offset, count: min(size - offset, Self.piece))
                guard !bytes.isEmpty else { break }
                offset += bytes.count
                var lines = (rest + bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                rest = Array(lines.removeLast())
                write(lines)
            }
            guard goesOn else { break }
            usleep(100_000)
        }
        if !rest.isEmpty { write([rest[...]]) }
    }

    private func write(_ lines: [ArraySlice<UInt8>]) {
        Console.standard.output(lines.map { String(decoding: $0, as: UTF8.self).asLogLine + "\n" }.joined())
    }
}
