internal import MLKitCore
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

    /// Those that are still there, sorted.
    func all() throws -> [FilePath] {
        guard try files.exists(folder) else { return [] }
        return try files.list(folder).compactMap { name in
            guard let text = try? files.read(folder.appending(name), limit: 1 << 16) else { return nil }
            let project = FilePath(String(decoding: text, as: UTF8.self))
            return try project.isAbsolute && files.information(at: project)?.kind == .directory ? project : nil
        }
    }
}
