/// Which recorded runs a collection keeps, whether a lock file needs them or not.
public enum CacheWindow: Hashable, Sendable {
    /// The newest so many of each stage.
    case newest(Int)
    /// Those made in the last so many seconds.
    case younger(than: Int)

    /// 30 days.
    public static let standard = CacheWindow.younger(than: 30 * 86_400)

    /// The runs inside the window.
    ///
    /// - Parameter now: nanoseconds since 1970.
    func keeps(_ runs: [CacheInventory.Run], now: Int) -> [CacheInventory.Run] {
        switch self {
        case .younger(let seconds): runs.filter { $0.made >= now - seconds * 1_000_000_000 }
        case .newest(let count):
            Dictionary(grouping: runs, by: \.record.stage).values.flatMap { runs in
                runs.sorted { $0.made > $1.made }.prefix(count)
            }
        }
    }
}
