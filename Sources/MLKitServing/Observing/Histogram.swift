/// How often something took how long.
final class Histogram: Sendable {
    /// Upper bounds in microseconds, doubling or so from 100 µs to 30 s.
    private static let bounds = [
        100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
        5_000_000, 10_000_000, 30_000_000,
    ]

    private let buckets = (0...bounds.count).map { _ in Counter() }
    private let nanoseconds = Counter()

    func add(_ nanoseconds: Int) {
        let microseconds = nanoseconds / 1000
        buckets[Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count].add()
        self.nanoseconds.add(nanoseconds)
    }

    var count: Int { buckets.reduce(0) { $0 + $1.value } }
    /// Nanoseconds.
    var sum: Int { nanoseconds.value }

    func write(to page: inout MetricsPage, _ name: String, _ labels: [(String, String)]) {
        var total = 0
        for (bound, bucket) in zip(Self.bounds, buckets) {
            total += bucket.value
            page.sample("\(name)_bucket", labels + [("le", "\(Double(bound) / 1e6)")], total)
        }
        total += buckets.last?.value ?? 0
        page.sample("\(name)_bucket", labels + [("le", "+Inf")], total)
        page.sample("\(name)_sum", labels, Double(sum) / 1e9)
        page.sample("\(name)_count", labels, total)
    }
}
