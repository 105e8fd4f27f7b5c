internal import Synchronization

/// What has been asked of one version of a model.
final class ModelStatistics: Sendable {
    let successes = Counter()
    let failures = Counter()
    let rows = Counter()
    let nanoseconds = Counter()
    /// Nanoseconds for a row, of late.
    private let pace = Atomic(0)

    /// Takes note of a run.
    func add(nanoseconds: Int, rows: Int) {
        self.nanoseconds.add(nanoseconds)
        let (now, before) = (nanoseconds / max(rows, 1), pace.load(ordering: .relaxed))
        pace.store(before == 0 ? now : (before * 7 + now) / 8, ordering: .relaxed)
    }

    /// Whether a row takes so long that others should not wait for it.
    var isSlow: Bool { pace.load(ordering: .relaxed) > 500_000 }
}
