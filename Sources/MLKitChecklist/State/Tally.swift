/// How many items stand where.
public struct Tally: Hashable, Sendable {
    public var done = 0
    /// Not answered, reopened, or with a record that cannot be read.
    public var open = 0
    public var stale = 0
    public var skipped = 0
    public var waived = 0
    /// With a waiver that has run out.
    public var overdue = 0
    /// Said to be done, which a probe contradicts.
    public var failing = 0
    /// Said to be done, which nobody can judge here.
    public var unclear = 0

    public init(
        done: Int = 0, open: Int = 0, stale: Int = 0, skipped: Int = 0, waived: Int = 0, overdue: Int = 0,
        failing: Int = 0, unclear: Int = 0
    ) {
        self.done = done
        self.open = open
        self.stale = stale
        self.skipped = skipped
        self.waived = waived
        self.overdue = overdue
        self.failing = failing
        self.unclear = unclear
    }

    init(of states: some Sequence<ItemState>) {
        for state in states {
            switch state {
            case .done: done += 1
            case .open, .broken: open += 1
            case .stale: stale += 1
            case .skipped: skipped += 1
            case .waived: waived += 1
            case .overdue: overdue += 1
            case .failing: failing += 1
            case .unclear: unclear += 1
            }
        }
    }

    public var settled: Int { done + skipped + waived }
    public var total: Int { settled + open + lapsed + unclear }
    /// Settled once, and no longer.
    public var lapsed: Int { stale + overdue + failing }
    /// Whether all is settled.
    public var isMet: Bool { settled == total }
}
