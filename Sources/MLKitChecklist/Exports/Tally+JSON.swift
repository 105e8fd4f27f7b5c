public import MLKitCore

extension Tally {
    /// `"done", "open", "stale", "overdue", "skipped", "waived", "total"`.
    public var members: [JSON.Member] {
        [
            .init("done", .int(done)), .init("open", .int(open)), .init("stale", .int(stale)),
            .init("overdue", .int(overdue)), .init("skipped", .int(skipped)), .init("waived", .int(waived)),
            .init("total", .int(total)),
        ]
    }

    var json: JSON { .object(members) }
}
