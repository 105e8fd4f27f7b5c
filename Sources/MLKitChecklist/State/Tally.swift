/// How many items stand where.
public struct Tally: Hashable, Sendable {
    public var done = 0
    /// Not answered, reopened, or with a record that cannot be read.
    public var open = 0
    public var stale = 0
    public var skipped = 0

    public init(done: Int = 0, open: Int = 0, stale: Int = 0, skipped: Int = 0) {
        self.done = done
        self.open = open
        self.stale = stale
        self.skipped = skipped
    }

    init(of reports: [ItemReport]) {
        for report in reports {
            switch report.state {
            case .done: done += 1
            case .open, .broken: open += 1
            case .stale: stale += 1
            case .skipped: skipped += 1
            }
        }
    }

    public var total: Int { done + open + stale + skipped }
    /// Whether nothing is open or stale.
    public var isMet: Bool { open + stale == 0 }
}
