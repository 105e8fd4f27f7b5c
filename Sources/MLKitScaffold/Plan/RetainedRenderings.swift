internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Renderings that are kept as files of the project, by their blob ids: `.mlkit/rendered/<id>`.
///
/// A rendering that the project's file differs from, as after a merge, is in no commit by itself, and would be gone
/// with the next clone. Each is dropped when no file of the record needs it any more.
struct RetainedRenderings {
    static let folder = ".mlkit/rendered"

    static func path(_ id: ObjectID) -> String { "\(folder)/\(id.hex)" }

    let project: FilePath
    let files: any FileSystem

    /// Beside them, so that whatever git is set up to do with files, it leaves these as they are.
    static let attributes = (
        path: "\(folder)/.gitattributes", content: "* -text -eol -ident -filter -working-tree-encoding\n"
    )

    /// A rendering; `nil` if it is not there or not what it was.
    func read(_ id: ObjectID) throws -> [UInt8]? {
        let path = project.pushing(FilePath(Self.path(id)))
        guard try files.information(at: path)?.kind == .file else { return nil }
        let bytes = try files.read(path)
        return try ObjectID(blobOf: bytes) == id ? bytes : nil
    }

    /// What is there.
    func all() throws -> [ObjectID] {
        let path = project.pushing(FilePath(Self.folder))
        guard try files.information(at: path)?.kind == .directory else { return [] }
        return try files.list(path).compactMap { ObjectID($0) }
    }
}
