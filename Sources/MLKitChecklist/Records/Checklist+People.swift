public import MLKitCore
public import SystemPackage

extension Checklist {
    /// Whom the records of a project name: who is to do something, and who answered or reviewed something.
    ///
    /// - Throws: `Failure` where they cannot be listed. One that cannot be read names nobody.
    public static func people(in project: FilePath, files: any FileSystem = LocalFileSystem()) throws -> [String] {
        let store = RecordStore(project: project, files: files)
        return try store.outcomes(of: store.items()).sorted { $0.key < $1.key }.flatMap { _, outcome -> [String] in
            guard case .record(let stored) = outcome else { return [] }
            return [stored.record.assignee, stored.record.by, stored.record.reviewer].compactMap(\.self)
        }
    }
}
