internal import Synchronization
public import SystemPackage

/// Content hashes of a project's files, remembered so that an unchanged file is not read again.
///
/// A file counts as unchanged while its size, inode and both its times are those of the last look. A file
/// whose time is closer than a tick of the disk's clock to that look may have been written again within the same
/// tick, so its entry is not trusted (git calls such an entry racy).
///
/// Kept in `.mlkit/cache/hashes`: a first line with the version, then per file
/// `<hash> <size> <modified> <changed> <inode> <looked> <path>`. A file that cannot be understood counts as
/// empty. Text rather than a database: ten thousand entries are read in a few milliseconds.
public final class HashCache: Sendable {
    private static let header = "mlkit hashes 1"

    private struct Entry {
        var hash: ContentHash
        var information: FileInformation
        var looked: Int
    }

    private struct State {
        var entries: [String: Entry]?
        var isChanged = false
    }

    private let state = Mutex(State())
    private let project: FilePath
    private let files: any FileSystem
    private let now: @Sendable () -> Int

    /// - Parameter now: nanoseconds since 1970.
    public init(project: FilePath, files: any FileSystem, now: @escaping @Sendable () -> Int) {
        self.project = project
        self.files = files
        self.now = now
    }

    private var path: FilePath { project.pushing(".mlkit/cache/hashes") }

    /// The hash of a file's content, or of a folder's tree: the names and hashes in it, sorted by name.
    /// `nil` if nothing is there.
    public func hash(_ path: FilePath) throws -> ContentHash? {
        try hash(path, depth: 0)
    }

    private func hash(_ path: FilePath, depth: Int) throws -> ContentHash? {
        guard let information = try files.information(at: path) else { return nil }
        guard information.kind != .other else { throw Failure("`\(path)` is neither a file nor a folder") }
        guard information.kind == .directory else { return try hash(file: path, information) }
        guard depth < 100 else { throw Failure("`\(path)` nests too deep; is a link in it a circle?") }
        return ContentHash(
            ofFolder: try files.list(path).map { ($0, try hash(path.appending($0), depth: depth + 1)) })
    }

    private func hash(file path: FilePath, _ information: FileInformation) throws -> ContentHash {
        if let known = lookUp(path.string, information) { return known }
        let looked = now()
        let hash = try files.hash(path)
        state.withLock { state in
            state.entries?[path.string] = Entry(hash: hash, information: information, looked: looked)
            state.isChanged = true
        }
        return hash
    }

    private func lookUp(_ path: String, _ information: FileInformation) -> ContentHash? {
        state.withLock { state in
            if state.entries == nil { state.entries = load() }
            guard let entry = state.entries?[path], entry.information == information else { return nil }
            return information.isSettled(at: entry.looked) ? entry.hash : nil
        }
    }

    /// Writes the cache if anything is new in it. Losing it costs time, never correctness: where it cannot be
    /// written, as in a checkout that is only to be read, nothing is said.
    public func save() {
        let text: String? = state.withLock { state in
            guard state.isChanged, let entries = state.entries else { return nil }
            state.isChanged = false
            return Self.header + "\n" + entries.sorted { $0.key < $1.key }.map { Self.line($0.key, $0.value) }.joined()
        }
        guard let text else { return }
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.write(text, to: path)
    }

    private static func line(_ path: String, _ entry: Entry) -> String {
        let file = entry.information
        return "\(entry.hash.hex) \(file.size) \(file.modified) \(file.changed) \(file.inode) \(entry.looked) "
            + "\(file.isExecutable ? "x" : "-")\(path)\n"
    }

    private func load() -> [String: Entry] {
        guard let bytes = try? files.read(path) else { return [:] }
        return bytes.withUnsafeBytes { Self.entries(in: $0) }
    }

    /// Reads the lines one after the other without making texts of their parts: all of them are read each time.
    private static func entries(in bytes: UnsafeRawBufferPointer) -> [String: Entry] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"))[...]
        guard let first = lines.popFirst(), first.elementsEqual(header.utf8) else { return [:] }
        var entries: [String: Entry] = [:]
        entries.reserveCapacity(lines.count)
        for line in lines {
            guard let (path, entry) = Self.entry(in: UnsafeRawBufferPointer(rebasing: line)) else { continue }
            entries[path] = entry
        }
        return entries
    }

    private static func entry(in line: UnsafeRawBufferPointer) -> (String, Entry)? {
        guard line.count > 65, let hash = ContentHash(digits: UnsafeRawBufferPointer(rebasing: line[..<64])) else {
            return nil
        }
        var place = 65
        var numbers = InlineArray<5, UInt64>(repeating: 0)
        for index in numbers.indices {
            while place < line.count, line[place] != UInt8(ascii: " ") {
                let digit = line[place] &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                numbers[index] = numbers[index] &* 10 &+ UInt64(digit)
                place += 1
            }
            place += 1
        }
        guard place + 1 < line.count, let path = String(validating: line[(place + 1)...], as: UTF8.self) else {
            return nil
        }
        let information = FileInformation(
            kind: .file, size: Int(clamping: numbers[0]), modified: Int(clamping: numbers[1]),
            changed: Int(clamping: numbers[2]), inode: numbers[3], isExecutable: line[place] == UInt8(ascii: "x"))
        return (path, Entry(hash: hash, information: information, looked: Int(clamping: numbers[4])))
    }
}
