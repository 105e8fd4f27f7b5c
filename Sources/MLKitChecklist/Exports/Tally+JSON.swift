public import MLKitCore

extension Tally {
    /// `"done", "open", "stale", "overdue", "skipped", "waived", "failing", "unclear", "total"`.
    public var members: [JSON.Member] {
        [
            .init("done", .int(done)), .init("open", .int(open)), .init("stale", .int(stale)),
            .init("overdue", .int(overdue)), .init("skipped", .int(skipped)), .init("waived", .int(waived)),
            .init("failing", .int(failing)), .init("unclear", .int(unclear)), .init("total", .int(total)),
        ]
    }

    var json: JSON { .object(members) }
}
