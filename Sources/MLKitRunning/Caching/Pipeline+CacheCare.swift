public import MLKitCache
public import MLKitGit
internal import MLKitSpec

extension Pipeline {
    /// What is in the cache.
    ///
    /// - Parameter now: nanoseconds since 1970.
    public func cacheStatus(git: GitEnvironment, now: Int) throws -> CacheStatus {
        try cache.status(git: git, now: now, remote: spec.cache.remote)
    }

    /// Drops what no lock file, here or in git, and no recorded run inside the window needs. No run goes on meanwhile.
    ///
    /// - Parameters:
    ///   - isDry: whether only to say what would be dropped.
    ///   - command: the command line, for others who wait for it.
    ///   - waiting: is told, once and for whom, if another command has to end first.
    /// - Returns: the cache before, with what was unused in it.
    public func collectCache(
        _ window: CacheWindow, git: GitEnvironment, now: Int, isDry: Bool, command: String,
        waiting: (ProjectHolder?) -> Void
    ) async throws -> CacheStatus {
        let hold = try await hold(for: command, collects: !isDry, waiting: waiting)
        defer { withExtendedLifetime(hold) {} }
        return try isDry ? cache.status(window, git: git, now: now) : cache.collect(window, git: git, now: now)
    }

    /// Reads every object and every record of a run, and removes what has other bytes than it should have.
    ///
    /// - Returns: what was wrong; what is needed and not there is wrong too. Running the stages again mends it.
    public func verifyCache() throws -> (checked: Int, damage: [CacheDamage]) { try cache.verify() }
}
