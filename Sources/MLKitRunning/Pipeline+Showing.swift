internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension Pipeline {
    /// The bytes of a file of the project that is shown, such as one of metrics; `nil` if none is there.
    ///
    /// What it says may end in a report that others read. A link to a folder elsewhere that git does not track was made by
    /// whoever works here, and is followed.
    ///
    /// - Parameter path: relative to the project.
    /// - Throws: `Failure` for a file of more than `limit` bytes, one that cannot be read, one that is a link out of the
    ///   project, and one behind such a link that git tracks.
    public func shown(_ path: String, limit: Int) throws -> [UInt8]? {
        // No disk takes such a name.
        guard path.utf8.count < 4096, path.split(separator: "/").allSatisfy({ $0.utf8.count < 256 }) else { return nil }
        let place = project.pushing(FilePath(path))
        guard try files.information(at: place)?.kind == .file else { return nil }
        try checkLinks(FilePath(path))
        return try files.read(place, limit: limit)
    }

    private func checkLinks(_ path: FilePath) throws {
        var way = FilePath()
        for component in path.components {
            way.append(component)
            guard try files.isLink(project.pushing(way)) else { continue }
            let time = GitTime(seconds: now() / 1_000_000_000, offset: 0)
            let ground = try LinkGround(project, files: files, git: GitEnvironment(variables: environment, time: time))
            guard ground.leadsAway(way), try way == path || ground.isTracked(way) else { continue }
            throw Failure(
                "`\(way)` is a link that leads out of the project: nothing is shown of what it leads to",
                hint: way == path
                    ? "put the file itself there; to have it on another disk, link the folder that it is in"
                    : "put a folder in its place; or a link of your own, which git does not track")
        }
    }
}
