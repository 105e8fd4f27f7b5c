internal import Glibc
internal import MLKitCore
internal import MLKitONNX
internal import SystemPackage

/// How fast a model answers on this machine, and what memory it takes.
struct ModelSpeed: Hashable {
    /// Of runs with the same input, in milliseconds.
    struct Times: Hashable {
        var median: Double
        /// Of 100 runs, five took longer.
        var tail: Double
        var runs: Int
    }

    /// In the order of the feeds.
    var times: [Times]
    /// By how many bytes the process grew when the model was loaded and had run each feed; what it had freed before may be used again,
    /// so that of small models nothing is seen. `nil` where the system does not say.
    var memory: Int?

    private static let warmUps = 5
    private static let (fewest, most) = (20, 400)
    private static let longest = Duration.milliseconds(400)

    /// - Parameter feeds: each is run for a while.
    /// - Throws: `Failure` if the model does not run.
    init(_ content: ModelContent, on feeds: [[String: Tensor]], runtime: Runtime, settings: SessionOptions) throws {
        let before = Self.residentBytes
        let session = try Session(content, runtime: runtime, options: settings)
        for feed in feeds { try session.work(on: feed) }
        memory = before.flatMap { before in Self.residentBytes.map { $0 - before } }
        times = try feeds.map { try Self.times(session, $0) }
    }

    static func times(_ session: Session, _ feed: [String: Tensor]) throws -> Times {
        for _ in 0..<warmUps { try session.work(on: feed) }
        let clock = ContinuousClock()
        let begun = clock.now
        var times = [Duration]()
        while times.count < fewest || (times.count < most && clock.now - begun < longest) {
            let start = clock.now
            try session.work(on: feed)
            times.append(clock.now - start)
        }
        let sorted = times.sorted()
        return Times(
            median: sorted[sorted.count / 2] / .milliseconds(1), tail: sorted[sorted.count * 95 / 100] / .milliseconds(1),
            runs: sorted.count)
    }

    private static var residentBytes: Int? {
        guard let text = try? LocalFileSystem().readText("/proc/self/statm") else { return nil }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }
}
