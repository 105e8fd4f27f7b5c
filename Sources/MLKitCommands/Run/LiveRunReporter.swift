internal import MLKitCore
internal import MLKitProcesses
internal import MLKitRunning
internal import MLKitScaffold
internal import MLKitSpec
internal import Synchronization
internal import SystemPackage

/// Finished stages as lines, and below them the running ones with their time and what they wrote last to their logs, redrawn in
/// place.
final class LiveRunReporter: RunReporter {
    private struct State {
        var running: [(stage: String, since: ContinuousClock.Instant, log: LogEnd?)] = []
        var drawnLines = 0
        var done = 0
        var isOver = false
    }

    private let state = Mutex(State())
    private let console: Console
    private let wording: RunWording
    private let total: Int
    private let logs: FilePath?

    /// - Parameter logs: the folder of logs; `nil` where no stage is run.
    init(console: Console, wording: RunWording, total: Int, logs: FilePath?) {
        self.console = console
        self.wording = wording
        self.total = total
        self.logs = logs
        Task { [weak self] in
            while self?.tick() == true { try? await Task.sleep(for: .milliseconds(100)) }
        }
    }

    func report(_ event: RunEvent) {
        switch event {
        case .waiting(let holder): draw(RunWording.waiting(holder)) { _ in }
        case .recovered(_, let note): draw(wording.recovered(note)) { _ in }
        case .skipped: draw("") { $0.done += 1 }
        case .overridden(let stage, let override): draw(wording.overridden(stage, override)) { _ in }
        case .started(let stage, _):
            let log = logs.map { LogEnd($0.appending("\(stage).log")) }
            draw("") { $0.running.append((stage, .now, log)) }
        case .resumed(let stage, let progress): draw(wording.resumed(stage, progress)) { _ in }
        case .restored(let stage, let result, let seconds):
            draw(wording.restored(stage, result, seconds)) { $0.done += 1 }
        case .accepted(let stage): draw(wording.accepted(stage)) { _ in }
        case .finished(let stage, let result, let measured):
            draw(wording.finished(stage, result, measured.usage.seconds)) { Self.end(stage, &$0) }
        case .failed(let stage, let failure, let measured):
            draw(wording.failed(stage, failure, measured.usage.seconds)) { Self.end(stage, &$0) }
        case .retried(let stage, let failure, _, let after): draw(wording.retried(stage, failure, after)) { _ in }
        case .interrupted(let stage): draw(wording.interrupted(stage)) { Self.end(stage, &$0) }
        case .cancelled(let stage): draw(wording.cancelled(stage)) { _ in }
        }
    }

    func conclude(_ summary: Pipeline.Summary, seconds: Double) {
        draw(wording.conclusion(summary, seconds)) { state in
            state.running = []
            state.isOver = true
        }
    }

    private static func end(_ stage: String, _ state: inout State) {
        state.running.removeAll { $0.stage == stage }
        state.done += 1
    }

    private func tick() -> Bool {
        guard !state.withLock({ $0.isOver }) else { return false }
        draw("") { _ in }
        return true
    }

    /// Clears the moving lines, writes what stays, and draws the moving lines again.
    private func draw(_ permanent: String, _ update: (inout State) -> Void) {
        state.withLock { state in
            let isOver = state.isOver
            update(&state)
            if isOver { return }
            let moving = movingLines(state)
            let text = WrappedText.lines(permanent, width: console.errorWidth) + moving.map { $0 + "\n" }.joined()
            if state.drawnLines > 0 || !text.isEmpty { console.redraw(above: state.drawnLines, text) }
            state.drawnLines = moving.count
        }
    }

    private func movingLines(_ state: State) -> [String] {
        let width = max(console.width - 1, 20)
        return state.running.map { running in
            let seconds = (ContinuousClock.now - running.since) / .seconds(1)
            let text = "\(running.stage.padded(wording.nameWidth))  \(ElapsedTime.column(seconds))  (\(state.done)/\(total))"
            let note = running.log?.line.map { "  \($0)" } ?? ""
            return "run  ".styled(.cyan, wording.isColoured) + (text + note).cut(to: width - 5)
        }
    }
}
