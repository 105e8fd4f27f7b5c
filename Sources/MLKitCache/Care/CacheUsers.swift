internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// The projects that share a cache: a file for each in its folder `projects`, named by the hash of the project's path,
/// which is in it. Collecting asks all of them for what they need.
struct CacheUsers {
    private let folder: FilePath
    private let files: any FileSystem

    init(_ cache: FilePath, files: any FileSystem) {
        folder = cache.appending("projects")
        self.files = files
    }

    func add(_ project: FilePath) throws {
        let place = folder.appending(ContentHash(of: project.string).hex)
        if try !files.exists(place) { try files.write(project.string, to: place) }
    }

    /// Those that are on record.
    func all() throws -> [User] {
        guard try files.exists(folder) else { return [] }
        return try files.list(folder).compactMap { name in
            let record = folder.appending(name)
            guard ContentHash(name[...]) != nil else { return nil }
            // Of a record that cannot be read nobody knows whose needs it stands for.
            let project = FilePath(String(decoding: try files.read(record, limit: 1 << 16), as: UTF8.self))
            return User(project: project, record: record, isHere: project.isAbsolute && isHere(project))
        }
    }

    /// Where a disk is not mounted, there is an empty folder.
    private func isHere(_ project: FilePath) -> Bool {
        [ProjectSpec.fileName, ".mlkit", ".git"].contains { (try? files.exists(project.appending($0))) ?? false }
    }

    struct User {
        let project: FilePath
        /// The file that says so.
        let record: FilePath
        /// Whether it is where the record says.
        let isHere: Bool
    }
}

/// A project that a cache is shared with and that was not found: it may have moved, or its disk is not there. What it needs
/// is not known, so that nothing is dropped.
public struct AbsentProject: Hashable, Sendable {
    public var path: String
    /// The file by whose removal the cache forgets it.
    public var record: String
}
