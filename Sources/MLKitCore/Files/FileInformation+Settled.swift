extension FileInformation {
    /// Whether a file that is written after `time`, in nanoseconds since 1970, cannot have the times that it has now.
    public func isSettled(at time: Int) -> Bool {
        let last = max(modified, changed)
        return last + Self.tick(last) < time
    }

    /// Nanoseconds within which a file can be written twice and keep its time. Disks that keep parts of milliseconds
    /// take the time from a clock of the system that ticks at least every ten; others tick every two seconds at least.
    private static func tick(_ time: Int) -> Int { time % 1_000_000 == 0 ? 2_000_000_000 : 20_000_000 }
}
