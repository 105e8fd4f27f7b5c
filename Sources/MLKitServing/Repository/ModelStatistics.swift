internal import Synchronization

/// What has been asked of one version of a model.
final class ModelStatistics: Sendable {
    let successes = Counter()
    let failures = Counter()
    let rows = Counter()
    let nanoseconds = Counter()
    /// Seconds since 1970 at the last success; 0 before the first.
    private let last = Atomic(0)
    /// Nanoseconds for a row, of late.
    private let pace = Atomic(0)
    private let timesWork = Atomic(true)
    /// Nanoseconds for a row beyond which others should not wait for it.
    private static let slow = 500_000

    /// Whether the processor time of the next run is wanted: asking the system for it costs as much as reading a row, and a
    /// run that was quick by the clock took no more of it.
    var wantsWork: Bool { timesWork.load(ordering: .relaxed) }

    /// Takes note of a run.
    ///
    /// - Parameters:
    ///   - nanoseconds: by the clock.
    ///   - worked: nanoseconds of processor time, where they were wanted. By the clock a quick model would be slow for as long as
    ///     the machine is busy.
    func add(nanoseconds: Int, worked: Int?, rows: Int) {
        self.nanoseconds.add(nanoseconds)
        let isQuick = nanoseconds / max(rows, 1) <= Self.slow
        timesWork.store(!isQuick, ordering: .relaxed)
        guard let taken = isQuick ? nanoseconds : worked else { return }
        let (now, before) = (max(taken / max(rows, 1), 1), pace.load(ordering: .relaxed))
        pace.store(before == 0 ? now : (before * 7 + now) / 8, ordering: .relaxed)
    }

    func succeed(at seconds: Int) {
        successes.add()
        last.store(seconds, ordering: .relaxed)
    }

    var lastSuccess: Int { last.load(ordering: .relaxed) }

    /// Forgets how long runs took.
    func forgetPace() { pace.store(0, ordering: .relaxed) }

    /// Whether a row takes so long that others should not wait for it.
    var isSlow: Bool { pace.load(ordering: .relaxed) > Self.slow }
}
