internal import MLKitCore
internal import SystemPackage

/// What records are written to before they take their places.
struct RecordDrafts {
    let project: FilePath
    let disk: any FileSystem

    /// Removes those that processes left when they were killed; what cannot be removed is nobody's record, and stays.
    func removeDead() {
        let root = project.appending(RecordStore.folder)
        for section in (try? disk.entries(root)) ?? [] where section.kind == .directory {
            let folder = root.appending(section.name)
            for name in (try? disk.list(folder)) ?? [] where Self.isDead(name) { try? disk.remove(folder.appending(name)) }
        }
    }

    private static func isDead(_ name: String) -> Bool {
        name.contains(".md.") && LocalFileSystem.isBeingWritten(draft: name) == false
    }
}
