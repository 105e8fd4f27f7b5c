internal import Glibc
public import SystemPackage

/// Where a file is written before it takes another's place.
extension LocalFileSystem {
    public func staging(in folder: FilePath) -> any FileSystem { LocalFileSystem(writing, drafts: folder) }

    /// A path that no other process uses.
    func draft(of path: FilePath) -> FilePath {
        (drafts ?? path.removingLastComponent())
            .appending("\(Self.prefix(path))\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp")
    }

    /// Removes the drafts of a file that processes left in a folder when they were killed.
    static func removeLeftovers(of path: FilePath, in folder: FilePath) throws {
        let disk = LocalFileSystem()
        guard try disk.information(at: folder)?.kind == .directory else { return }
        for name in try disk.list(folder) where name.hasPrefix(prefix(path)) && isBeingWritten(draft: name) == false {
            try disk.remove(folder.appending(name))
        }
    }

    /// Whether the process lives that writes a draft; `nil` for a name that is none of a draft.
    public static func isBeingWritten(draft name: String) -> Bool? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).suffix(3)
        guard name.hasPrefix("."), parts.count == 3, parts.last == "tmp", let process = parts.first.flatMap({ pid_t($0) }),
            process > 0, parts.dropLast().last.flatMap({ UInt32($0) }) != nil
        else { return nil }
        return isAlive(process)
    }

    /// Whether a process can still do something: one that was killed, and whose end nobody has asked for, cannot.
    private static func isAlive(_ process: pid_t) -> Bool {
        guard kill(process, 0) == 0 || errno != ESRCH else { return false }
        // `7 (name) Z 1 …`, where the name may hold anything.
        guard let line = try? LocalFileSystem().read(FilePath("/proc/\(process)/stat")),
            let end = line.lastIndex(of: UInt8(ascii: ")")), end + 2 < line.count
        else { return true }
        return ![UInt8(ascii: "Z"), UInt8(ascii: "X")].contains(line[end + 2])
    }

    /// A name may be as long as the disk allows already.
    private static func prefix(_ path: FilePath) -> String {
        let name = path.lastComponent.map(\.string).flatMap { $0.utf8.count > 200 ? nil : $0 } ?? "long"
        return ".\(name)."
    }
}
