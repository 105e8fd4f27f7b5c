/// What a file or folder is as an output. Who reads it wants its content; who puts it back makes its links and programs
/// too.
public struct OutputHash: Hashable, Sendable {
    /// The hash of the content, a link being what it leads to.
    public let content: ContentHash
    /// Of a folder that holds links or programs, one that covers them; else that of the content, as all outputs had it in
    /// earlier versions of mlkit. A folder's own `FolderItem.rules` are not in it.
    public let whole: ContentHash

    /// That of a file.
    init(_ hash: ContentHash) {
        content = hash
        whole = hash
    }

    /// - Parameters:
    ///   - entries: the names in it with the hashes of their content.
    ///   - items: the same, in the same order.
    ///   - isOutput: whether the folder is the output itself, and not one in it.
    init(ofFolder entries: [(name: String, hash: ContentHash?)], _ items: [FolderItem], isOutput: Bool) {
        content = ContentHash(ofFolder: entries)
        let own = isOutput ? items.filter { !FolderItem.rules.contains($0.name) } : items
        let isContentAll = own.count == items.count
            && zip(entries, items).allSatisfy { !$1.isMoreThanContent && $0.hash == $1.hash }
        whole = isContentAll ? content : ContentHash(ofItems: own)
    }
}

/// What stands in a folder of outputs under one name.
public struct FolderItem: Sendable {
    public enum Kind: Hashable, Sendable {
        case file, executable, folder
        /// Where it leads, as written in it.
        case link(String)
    }

    public var name: String
    /// The hash of a file, the whole one of a folder, that of the content that a link leads to; `nil` for a link that
    /// leads nowhere.
    public var hash: ContentHash?
    public var kind: Kind

    public init(name: String, hash: ContentHash?, kind: Kind) {
        self.name = name
        self.hash = hash
        self.kind = kind
    }

    /// Files of a folder of outputs that are there for git's sake: whoever commits them wants them to stay as they are,
    /// whatever becomes of the outputs.
    public static let rules = [".gitignore", ".gitkeep"]

    fileprivate var isMoreThanContent: Bool {
        switch kind {
        case .file, .folder: false
        case .executable, .link: true
        }
    }

    /// `<64 digits, or - > <kind> <name>\0<target of a link>\0`.
    fileprivate var line: String {
        let (letter, target) =
            switch kind {
            case .file: ("f", "")
            case .executable: ("x", "")
            case .folder: ("d", "")
            case .link(let target): ("l", target)
            }
        return "\(hash?.hex ?? "-") \(letter) \(name)\0\(target)\0"
    }
}

extension ContentHash {
    /// The hash that a folder's object in the cache is named by: that of a folder, unless there are links or programs
    /// right in it; then that of `folder\0` and a line for each item.
    ///
    /// - Parameter items: sorted by name.
    public init(ofItems items: [FolderItem]) {
        guard items.contains(where: \.isMoreThanContent) else {
            self.init(ofFolder: items.map { ($0.name, $0.hash) })
            return
        }
        var text = Array("folder\0".utf8)
        for item in items { text += item.line.utf8 }
        self.init(of: text)
    }
}
