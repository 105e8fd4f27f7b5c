/// What a look at files tells besides their content: what each was like, and which of them are programs.
public struct FileNotes {
    private var hasher = Hasher()
    /// The file or folder that was looked at.
    var root = ""
    private var programs: [String] = []
    /// Whether a link led back to a folder around it, and was not followed: what is in that folder is then in the hash only
    /// where the folder itself stands.
    public internal(set) var hasLoop = false

    public init() {}

    /// Size, time of the last change of content and inode of every file, in short: good in this process alone.
    ///
    /// Not the time of the last change of attributes: giving a file a second name, or other rights, changes that too.
    public var state: Int { hasher.finalize() }

    /// The hash of the names of files that their owner may execute, each relative to what was looked at and ended by
    /// a NUL, in their order; a file that was looked at itself has the empty name. `nil` if there are none.
    public var executables: ContentHash? {
        guard !programs.isEmpty else { return nil }
        let names = programs.map { $0.dropFirst(root.utf8.count == $0.utf8.count ? root.count : root.count + 1) }
        return ContentHash(of: names.map { ByteText($0) }.sorted().map { $0.text + "\0" }.joined())
    }

    mutating func add(name: String) { hasher.combine(name) }

    /// - Parameter path: where it stands; asked for only if that matters.
    mutating func add(_ information: FileInformation?, at path: () -> String = { "" }) {
        hasher.combine(information?.kind)
        guard let information, information.kind != .directory else { return }
        hasher.combine(information.size)
        hasher.combine(information.modified)
        hasher.combine(information.inode)
        if information.kind == .file, information.isExecutable { programs.append(path()) }
    }
}
