internal import MLKitCore
internal import MLKitProcesses
internal import MLKitRunning
internal import Synchronization
internal import SystemPackage

/// Shows what stages write to their logs while they run, each line behind the stage's name, and besides what another
/// reporter shows.
final class VerboseRunReporter: RunReporter {
    /// A log that is being shown.
    private struct Tail {
        let path: FilePath
        /// What stood there before the stage began.
        let before: FileInformation?
        var offset = 0
        /// The beginning of a line.
        var rest: [UInt8] = []
    }

    private let base: any RunReporter
    private let console: Console
    private let logs: FilePath
    private let files = LocalFileSystem()
    private let tails = Mutex<[String: Tail]>([:])
    private let isOver = Atomic(false)

    /// - Parameter logs: the folder of logs.
    init(_ base: any RunReporter, console: Console, logs: FilePath) {
        self.base = base
        self.console = console
        self.logs = logs
        Task { [weak self] in
            while self?.showAll() == true { try? await Task.sleep(for: .milliseconds(100)) }
        }
    }

    func report(_ event: RunEvent) {
        switch event {
        case .started(let stage, _):
            let path = logs.appending("\(stage).log")
            tails.withLock { $0[stage] = Tail(path: path, before: try? files.information(at: path)) }
        case .finished(let stage, _, _), .failed(let stage, _, _), .interrupted(let stage): end(stage)
        default: break
        }
        base.report(event)
    }

    func conclude(_ summary: Pipeline.Summary, seconds: Double) {
        isOver.store(true, ordering: .relaxed)
        base.conclude(summary, seconds: seconds)
    }

    private func showAll() -> Bool {
        tails.withLock { tails in for stage in tails.keys.sorted() { show(stage, &tails) } }
        return !isOver.load(ordering: .relaxed)
    }

    private func end(_ stage: String) {
        tails.withLock { tails in
            show(stage, &tails)
            if let rest = tails.removeValue(forKey: stage)?.rest, !rest.isEmpty { write(stage, [rest[...]]) }
        }
    }

    /// Bytes that are read at once.
    private static let piece = 1 << 20

    private func show(_ stage: String, _ tails: inout [String: Tail]) {
        guard var tail = tails[stage], let now = try? files.information(at: tail.path) else { return }
        // The stage has not begun: this is what another run wrote.
        guard tail.offset > 0 || now != tail.before else { return }
        while tail.offset < now.size {
            let count = min(now.size - tail.offset, Self.piece)
            guard let bytes = try? files.read(tail.path, from: tail.offset, count: count), !bytes.isEmpty else { break }
            tail.offset += bytes.count
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let rest = lines.removeLast()
            // A line that has no end is shown in parts.
            if !lines.isEmpty || tail.rest.count >= Self.piece {
                write(stage, [(tail.rest + (lines.first ?? []))[...]] + lines.dropFirst())
                tail.rest = Array(rest)
            } else {
                tail.rest += rest
            }
        }
        tails[stage] = tail
    }

    private func write(_ stage: String, _ lines: [ArraySlice<UInt8>]) {
        let text = lines.map { "\(stage) | \(String(decoding: $0, as: UTF8.self).asLogLine)\n" }.joined()
        if !text.isEmpty { console.errorAsIs(text) }
    }
}
