public import SystemPackage

/// The key by which mlkit knows its own files again: 32 random bytes in `~/.cache/mlkit/seal`, made at first use and read
/// by nobody else.
public struct UserSeal {
    private let path: FilePath?
    private let files = LocalFileSystem()

    /// - Parameter environment: `XDG_CACHE_HOME` and `HOME` say where it is.
    public init(environment: [String: String]) {
        path = UserCache.folder(environment)?.appending("seal")
    }

    /// `nil` where there is no place for it: then nothing that lies in a project is believed to be its own.
    public var seal: CacheSeal? {
        guard let path else { return nil }
        if let key = try? files.read(path) { return CacheSeal(key: key) }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let made: Void? = key.withUnsafeBytes { try? files.create(path, $0, .personal) }
        // Another process may have been quicker.
        return made == nil ? (try? files.read(path)).flatMap { CacheSeal(key: $0) } : CacheSeal(key: key)
    }
}

/// Where mlkit keeps what belongs to the user rather than to a project.
public enum UserCache {
    public static func folder(_ environment: [String: String]) -> FilePath? {
        let home = environment["HOME"].map { FilePath($0).appending(".cache") }
        let cache = environment["XDG_CACHE_HOME"].map { FilePath($0) } ?? home
        return cache?.appending("mlkit")
    }
}
