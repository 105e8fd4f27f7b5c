internal import MLKitCore
internal import MLKitGit

/// What was read of the history of a folder, kept in a file of mlkit's own.
///
/// All in it goes by ids of commits and blobs, which never change what they stand for: after a rebase, a reset or on
/// another branch it is right, only not complete. Its content follows on the folder, and on the commits at which a shallow
/// clone ends: when it gets more of the history, commits turn out to have parents.
struct FolderIndex {
    private let file: SealedFile
    private let folder: String
    private let shallow: String

    init(_ file: SealedFile, of folder: String, in repository: Repository) {
        self.file = file
        self.folder = folder
        shallow = repository.shallowCommits
    }

    /// - Returns: `nil` if there is none, or none of this folder as it is.
    func read<Content>(_ content: (inout ByteReader) throws -> Content) -> Content? {
        guard var reader = file.read(), (try? reader.text()) == folder, (try? reader.text()) == shallow,
            let found = try? content(&reader), reader.isAtEnd
        else { return nil }
        return found
    }

    func write(_ content: (inout ByteWriter) -> Void) {
        file.write { writer in
            writer.write(folder)
            writer.write(shallow)
            content(&writer)
        }
    }
}
