internal import Synchronization

/// What has been asked of one version of a model.
final class ModelStatistics: Sendable {
    let successes = Counter()
    let failures = Counter()
    let rows = Counter()
    let nanoseconds = Counter()
    /// Seconds since 1970 at the last success; 0 before the first.
    private let last = Atomic(0)
    /// Nanoseconds of processor time for a row, of late.
    private let pace = Atomic(0)

    /// Takes note of a run.
    ///
    /// - Parameters:
    ///   - nanoseconds: by the clock.
    ///   - worked: nanoseconds of processor time. By the clock a quick model would be slow for as long as the machine is busy.
    func add(nanoseconds: Int, worked: Int, rows: Int) {
        self.nanoseconds.add(nanoseconds)
        let (now, before) = (max(worked / max(rows, 1), 1), pace.load(ordering: .relaxed))
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
    var isSlow: Bool { pace.load(ordering: .relaxed) > 500_000 }
}
