public import MLKitCore
internal import Synchronization
public import SystemPackage

/// The file that the keys of a server stand in, followed while the server runs: a key that is taken away must not need
/// a restart to be none.
public final class KeyFile: Sendable {
    private struct State {
        var keys: APIKeys
        /// What the file was like when it was last looked at; `nil` while there is none.
        var seen: FileInformation?
    }

    private let path: FilePath
    private let files: any FileSystem
    private let state: Mutex<State>

    /// - Throws: `Failure` if the file cannot be read, or names the line that is wrong.
    public init(_ path: FilePath, files: any FileSystem = LocalFileSystem()) throws {
        self.path = path
        self.files = files
        // Looked at before it is read: a change in between is then seen the next time.
        let seen = try files.information(at: path)
        state = Mutex(State(keys: try Self.read(path, files), seen: seen))
    }

    /// The keys that hold now.
    var keys: APIKeys { state.withLock { $0.keys } }

    /// Reads the file again if it has changed.
    ///
    /// - Parameter isAsked: whether it is read in any case.
    /// - Returns: what is wrong with it, once for each change; the keys that held before then hold on.
    public func refresh(isAsked: Bool = false) -> [Diagnostic] {
        let now = try? files.information(at: path)
        guard isAsked || state.withLock({ $0.seen != now }) else { return [] }
        let read = Result { try Self.read(path, files) }
        return state.withLock { state in
            state.seen = now
            switch read {
            case .success(let keys):
                state.keys = keys
                return []
            case .failure(let error):
                let notes = (error as? Failure)?.diagnostics.map { problem in
                    (problem.location.map { "line \($0.line): " } ?? "") + problem.message
                } ?? ["\(error)"]
                return [.error("the keys in `\(path)` cannot be read; those from before hold on", notes: notes)]
            }
        }
    }

    private static func read(_ path: FilePath, _ files: any FileSystem) throws -> APIKeys {
        try APIKeys(parsing: files.readText(path), file: path.string)
    }
}
