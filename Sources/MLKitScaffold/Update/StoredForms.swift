internal import MLKitCore
internal import MLKitGit

/// Notes in a record as what git will store renderings, where that is not what was rendered: the base of a later merge is
/// found in git by it.
struct StoredForms {
    private let coming: ComingRepository

    init(_ actions: [FileAction], _ git: ProjectRepository) throws {
        coming = try ComingRepository(actions, git)
    }

    /// - Parameter old: what is the same as there keeps what is noted there, as that is in git already.
    func noted(
        in files: ByteTable<RecordedFile>, _ rendered: [RenderedFile], _ old: ScaffoldRecord
    ) throws -> ByteTable<RecordedFile> {
        var files = files
        for file in rendered {
            guard let entry = files[file.path], entry.blob == file.blob, old.files[file.path]?.blob != file.blob else {
                continue
            }
            let stored = try coming.stored(rendered: file.content, at: entry.at ?? file.path)
            files[file.path]?.stored = stored == file.content ? nil : try ObjectID(blobOf: stored)
        }
        return files
    }
}
