internal import Glibc
internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// That all stages were found up to date, and everything that this was found by: `.mlkit/cache/up-to-date`.
///
/// While all of it is as it was, nothing is to do, and a run need not read the spec and a thousand locks to say so.
/// Whatever differs, even if only in its times, sends the run the long way. Kept as text: a line with the version and
/// the hash of all that follows, then a line for each
/// - stage: `s <name>`
/// - environment variable that a stage declares: `v <name> <hash of the value>`, `-` in place of it if unset
/// - engine: `e <name> <version>`, no version if it was not found
/// - folder: `/ <path>`, relative to the project if it is in it; of what is below it, a line for each
///   - name where nothing stood: `- <name>`
///   - file: `f <size> <modified> <changed> <inode> <x or -> <name>`; a folder with `d`, anything else with `o`.
///
/// A file that cannot be understood counts as none.
struct UpToDateRecord {
    let project: FilePath
    let files: any FileSystem

    private static let header = "mlkit up-to-date 2 "

    private var path: FilePath { project.pushing(".mlkit/cache/up-to-date") }

    /// The stages, if all is as it was.
    ///
    /// - Parameters:
    ///   - variable: the hash of a variable's value, `-` for one that is not set.
    ///   - engine: the version of an engine, empty if it is not found.
    func stages(variable: (String) -> String, engine: (String) -> String) -> [String]? {
        guard let bytes = try? files.read(path), let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return bytes.withUnsafeBytes { bytes in
            let body = UnsafeRawBufferPointer(rebasing: bytes[(end + 1)...])
            guard bytes[..<end].elementsEqual((Self.header + ContentHash(of: body).hex).utf8) else { return nil }
            return stages(in: body, variable, engine)
        }
    }

    private func stages(
        in body: UnsafeRawBufferPointer, _ variable: (String) -> String, _ engine: (String) -> String
    ) -> [String]? {
        var stages = [String]()
        var looks: [FolderLooks] = []
        var body = body
        while let line = body.removeLine() {
            guard line.count > 2 else { return nil }
            let rest = UnsafeRawBufferPointer(rebasing: line[2...])
            switch line[0] {
            case UInt8(ascii: "s"): stages.append(String(decoding: rest, as: UTF8.self))
            case UInt8(ascii: "v"): guard Self.isUnchanged(rest, variable) else { return nil }
            case UInt8(ascii: "e"): guard Self.isUnchanged(rest, engine) else { return nil }
            case UInt8(ascii: "/"):
                looks.append(FolderLooks(project.pushing(FilePath(String(decoding: rest, as: UTF8.self)))))
            default: guard looks.addLine(line) else { return nil }
            }
        }
        return areUnchanged(looks) ? stages : nil
    }

    private struct Changed: Error {}

    /// Whether what stands in folders is what stood there. Many files are looked at on two threads: nearly all of the
    /// time is the system's.
    private func areUnchanged(_ looks: [FolderLooks]) -> Bool {
        let files = files
        return (try? Parallel.forEach(looks.count, threads: 2) { index in
            guard try looks[index].areUnchanged(files) else { throw Changed() }
        }) != nil
    }

    /// Whether a name still has the value that follows it.
    private static func isUnchanged(_ line: UnsafeRawBufferPointer, _ value: (String) -> String) -> Bool {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        return value(String(decoding: parts[0], as: UTF8.self)).utf8.elementsEqual(parts[1])
    }
}

extension UpToDateRecord {
    private func shown(_ folder: String) -> String {
        let prefix = project.string + "/"
        if folder == project.string { return "." }
        return RepositoryPath.rest(of: folder, after: prefix) ?? folder
    }

    private typealias Names = [(name: String, information: FileInformation?)]

    /// What was looked at by folder; `nil` if something changed so shortly before that it may change once more within
    /// the same tick of the disk's clock.
    private static func folders(_ looks: LookRecorder.Looks, since: Int) -> ByteTable<Names>? {
        var folders: ByteTable<Names> = [:]
        for (path, information) in looks {
            guard information?.isSettled(at: since) ?? true, let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
            else { return nil }
            let folder = slash == path.startIndex ? "/" : String(path[..<slash])
            folders[folder, default: []].append((String(path[path.utf8.index(after: slash)...]), information))
        }
        return folders
    }

    /// Writes the record, unless what was looked at may still change unseen.
    func write(_ looks: LookRecorder.Looks, since: Int, stages: [String], variables: [String], engines: [String]) {
        guard let folders = Self.folders(looks, since: since) else { return }
        var lines = stages.map { "s \($0)" } + variables.map { "v \($0)" } + engines.map { "e \($0)" }
        for (folder, names) in folders.sorted {
            lines.append("/ \(shown(folder))")
            lines += names.sorted { ByteText($0.name) < ByteText($1.name) }.map { FolderLooks.line($0.name, $0.information) }
        }
        guard lines.allSatisfy({ !$0.utf8.contains(UInt8(ascii: "\n")) }) else { return }
        let body = lines.map { $0 + "\n" }.joined()
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.unsynchronised.write("\(Self.header)\(ContentHash(of: body).hex)\n\(body)", to: path)
    }
}

extension UnsafeRawBufferPointer {
    /// Takes the next line, without its end, off the front; `nil` where no line ends any more.
    mutating func removeLine() -> UnsafeRawBufferPointer? {
        guard let start = baseAddress, let end = memchr(start, 0x0A, count) else { return nil }
        let length = UnsafeRawPointer(end) - start
        defer { self = UnsafeRawBufferPointer(rebasing: self[(length + 1)...]) }
        return UnsafeRawBufferPointer(rebasing: self[..<length])
    }
}
