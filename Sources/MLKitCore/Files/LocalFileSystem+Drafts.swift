internal import Glibc
public import SystemPackage

/// Where a file is written before it takes another's place.
extension LocalFileSystem {
    /// A path beside a file that no other process uses.
    static func draft(of path: FilePath) -> FilePath {
        path.removingLastComponent().appending("\(prefix(path))\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp")
    }

    /// Removes the drafts of a file that processes left beside it when they were killed.
    public static func removeLeftovers(of path: FilePath) throws {
        let folder = path.removingLastComponent()
        let disk = LocalFileSystem()
        guard try disk.information(at: folder)?.kind == .directory else { return }
        for name in try disk.list(folder) where name.hasPrefix(prefix(path)) && name.hasSuffix(".tmp") {
            let numbers = name.dropFirst(prefix(path).count).dropLast(4).split(
                separator: ".", omittingEmptySubsequences: false)
            guard numbers.count == 2, numbers[1].allSatisfy(\.isNumber), let process = pid_t(numbers[0]), process > 0,
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            try disk.remove(folder.appending(name))
        }
    }

    /// A name may be as long as the disk allows already.
    private static func prefix(_ path: FilePath) -> String {
        let name = path.lastComponent.map(\.string).flatMap { $0.utf8.count > 200 ? nil : $0 } ?? "long"
        return ".\(name)."
    }
}
