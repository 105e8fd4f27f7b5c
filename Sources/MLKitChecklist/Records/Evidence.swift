public import MLKitCore

/// One thing that an answer rests on, as it was then.
public struct Evidence: Hashable, Sendable {
    /// What it is.
    public enum Subject: Hashable, Sendable {
        /// A file, or all that is in a folder; relative to the project, a folder's ends with `/`.
        case path(String)
        /// A model's file; the stage that makes it, if one does.
        case model(path: String, stage: String?)
        /// A stage as it last succeeded.
        case run(stage: String)
        /// An address in the web. It is never fetched.
        case url(String)
        /// A commit, by its full id.
        case commit(String)
        /// Something that only another version of mlkit knows, by the key that names it.
        case unknown(String)
    }

    public var subject: Subject
    /// Of a file the hash that `sha256sum` prints, of a folder that of its tree (see `HashCache`), of a run that of its
    /// outputs (see `RunLocks`); `nil` for what is not bound by content.
    public var hash: ContentHash?
    /// When an address was given.
    public var at: Timestamp?
    /// Keys that mlkit does not know, in their order; of an unknown subject all.
    public var others: [JSON.Member] = []

    public init(_ subject: Subject, hash: ContentHash? = nil, at: Timestamp? = nil) {
        self.subject = subject
        self.hash = hash
        self.at = at
    }

    public init(path: String, hash: ContentHash) {
        self.init(.path(path), hash: hash)
    }

    /// The file or folder that it is about; `nil` for what is none.
    public var path: String? {
        switch subject {
        case .path(let path), .model(let path, _): path
        case .run, .url, .commit, .unknown: nil
        }
    }

    /// The hash of an empty file, and of an empty folder.
    static let nothing = ContentHash(of: "")

    /// Whether a change of it would be seen. Where there is nothing, nothing bears witness.
    public var isBound: Bool { if case .commit = subject { true } else { hash != nil && hash != Self.nothing } }

    /// As the command line spells it: `reports/evaluation.json`, `model:train.trees`, `run:train.trees`,
    /// `https://example.com`, `commit:0123456`.
    public var name: String {
        switch subject {
        case .path(let path), .url(let path): path
        case .model(let path, let stage): "model:\(stage ?? path)"
        case .run(let stage): "run:\(stage)"
        case .commit(let id): "commit:\(id.prefix(7))"
        case .unknown(let kind): kind
        }
    }

    /// What binds it, short enough for a line: the beginning of its hash, or the day.
    public var mark: String { hash.map { String($0.hex.prefix(12)) } ?? at?.day ?? "" }
}
