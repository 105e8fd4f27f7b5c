internal import MLKitCore
internal import Synchronization
internal import SystemPackage

/// The file of unfinished stages, open as long as a run is at work.
final class UnfinishedLog: Sendable {
    let path: FilePath
    private let folder: FilePath
    private let files: any FileSystem
    private let opened = Mutex<(end: any FileEnd, home: String)?>(nil)

    init(project: FilePath, files: any FileSystem) {
        folder = project.pushing(".mlkit/tmp")
        path = folder.appending("unfinished")
        self.files = files
    }

    /// What tells the folder that the file is in from its copies.
    var home: String {
        get throws { "\(try files.information(at: folder)?.inode ?? 0)" }
    }

    /// - Parameter line: is given what tells the folder from its copies.
    func add(_ line: (_ home: String) -> JSON) throws {
        try opened.withLock { opened in
            let current = try opened ?? (end: files.end(of: path), home: home)
            opened = current
            try current.end.write(line(current.home).compactBytes + [UInt8(ascii: "\n")])
        }
    }

    func close() { opened.withLock { $0 = nil } }
}
