public import MLKitCore
public import MLKitGit
public import SystemPackage

/// What the template of a project wrote to its files, by where they are now.
public struct TemplateTexts: Sendable {
    private let blobs: ByteTable<ObjectID>
    private let kept: KeptRenderings

    /// Nothing where there is no record, or none that can be read.
    public init(of project: FilePath, files: any FileSystem) {
        let record = try? ScaffoldRecord.read(in: project, files: files)
        blobs = ByteTable((record?.files ?? [:]).map { ($1.at ?? $0, $1.blob) }) { $1 }
        let bytes = record == nil ? nil : try? files.read(project.pushing(FilePath(KeptRenderings.path)))
        kept = bytes.map { KeptRenderings(parsing: $0) } ?? KeptRenderings()
    }

    /// The id of what was written, and the text itself of files that are the template's and the user's both.
    public subscript(path: String) -> (blob: ObjectID, content: [UInt8]?)? {
        blobs[path].map { ($0, (try? kept.content($0)) ?? nil) }
    }
}
