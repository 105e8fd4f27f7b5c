internal import SystemPackage

/// A place outside the project that has the same files as a cache, `objects/…` and `runs/…`, and is shared.
protocol CacheRemote: Sendable {
    /// The files below a folder, by path relative to the remote, with their sizes in bytes.
    func list(_ folder: String) throws -> [String: Int]
    /// Copies files to the same paths below a local folder. What the remote does not have is left out.
    func fetch(_ paths: [String], to folder: FilePath) throws
    /// Copies files from the same paths below a local folder. None is seen half there by others.
    func send(_ paths: [String], from folder: FilePath) throws
}
