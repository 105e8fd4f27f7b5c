internal import MLKitCore

/// A file that a remote is asked for, and how much of it is taken: whoever may write there may have put there whatever he
/// likes.
struct RemoteFile: Hashable, Sendable {
    enum Bound: Hashable, Sendable {
        /// So many bytes at most.
        case bytes(Int)
        /// As many as the content with this hash has, which nobody here knows.
        case content(ContentHash)
    }

    /// Relative to the remote.
    let path: String
    let bound: Bound
}

/// What came of asking a remote for files.
struct RemoteAnswer: Sendable {
    /// Paths of those that are not what they are to be, as far as can be told there.
    var damaged: [String] = []
    /// Those that were not fetched yet.
    var left: [RemoteFile] = []
}

/// Which of the files that a remote is asked for are fetched at once: what waits to be checked must not fill the disk.
struct FetchPlan {
    private(set) var files: [RemoteFile] = []
    private(set) var answer = RemoteAnswer()

    /// Bytes that are fetched at once, unless it is a single file.
    private static let most = 1 << 30

    /// - Parameters:
    ///   - sizes: of those that the remote has.
    ///   - unknown: the most bytes of a file whose size nobody here knows.
    init(_ wanted: [RemoteFile], _ sizes: [String: Int], unknown: Int) {
        var room = Self.most
        for file in wanted {
            guard let size = sizes[file.path] else { continue }
            let limit = if case .bytes(let bytes) = file.bound { bytes } else { unknown }
            if size > limit {
                answer.damaged.append(file.path)
            } else if files.isEmpty || size <= room {
                files.append(file)
                room -= min(size, room)
            } else {
                answer.left.append(file)
            }
        }
    }
}
