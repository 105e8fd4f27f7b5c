internal import Glibc
internal import MLKitCore
internal import MLKitProcesses
internal import SystemPackage

/// What one run measured, for later: `.mlkit/runs/<time>-<process>.jsonl`, which git ignores.
///
/// Times and memory differ from run to run, so that they have no place in the stages' locks, which are in git. The
/// first line says who ran; each other line is a stage that ended, written when it did.
final class RunJournal {
    private let descriptor: Int32
    /// Older ones are removed.
    private static let kept = 100

    /// - Throws: `Failure` if the folder cannot be written.
    init(project: FilePath, files: any FileSystem, holder: ProjectHolder) throws {
        let folder = project.pushing(".mlkit/runs")
        try files.makeIgnoredDirectory(folder)
        let old = try files.list(folder).filter { $0.hasSuffix(".jsonl") }
        for name in old.dropLast(Self.kept - 1) { try files.remove(folder.appending(name)) }
        let path = folder.appending("\(holder.since)-\(holder.process).jsonl")
        descriptor = open(path.string, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Failure("cannot write `\(path)`", notes: [String(cString: strerror(errno))])
        }
        write(["run": holder.json])
    }

    deinit { close(descriptor) }

    /// Adds a line: the stage, how it ended, and what it took.
    func add(_ stage: String, _ ending: String, _ measured: StageMeasurement, attempt: Int) {
        write([
            "stage": .string(stage), "ended": .string(ending), "attempt": .int(attempt),
            "exit_code": measured.exitCode.map { .int($0) } ?? .null,
            "signal": measured.signal.map { .int($0) } ?? .null, "usage": measured.usage.json,
        ])
    }

    /// A journal that cannot be written is no reason to stop a run.
    private func write(_ line: JSON) {
        let bytes = Array((line.compact + "\n").utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }
}
