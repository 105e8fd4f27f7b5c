internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// By which the draft of a project is known: a file in it, locked (flock) for as long as the process lives that makes it.
///
/// What the file holds is written when it is locked, so that one that has it and is not locked is of a process that is gone.
final class DraftMark {
    private let descriptor: Int32

    private static let folder = ".mlkit/tmp"
    private static let text = "mlkit new\n"

    private static func file(_ draft: FilePath) -> FilePath { draft.pushing(FilePath(folder)).appending("draft") }

    static func stands(in draft: FilePath) -> Bool { access(file(draft).string, F_OK) == 0 }

    /// Makes a draft, with nothing but the mark in it.
    ///
    /// - Throws: `Failure` if the folder cannot be made. Where the disk has no locks it is made all the same.
    init(making draft: FilePath, _ files: any FileSystem) throws {
        try files.drafting.makeIgnoredDirectory(draft.pushing(FilePath(Self.folder)))
        descriptor = open(Self.file(draft).string, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        _ = write(descriptor, Self.text, Self.text.utf8.count)
    }

    /// Takes what a process that is gone has left; `nil` for all else.
    init?(left draft: FilePath) {
        descriptor = open(Self.file(draft).string, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        var content = [UInt8](repeating: 0, count: Self.text.utf8.count + 1)
        let count = read(descriptor, &content, content.count)
        guard count == Self.text.utf8.count, content.prefix(count).elementsEqual(Self.text.utf8),
            flock(descriptor, LOCK_EX | LOCK_NB) == 0
        else { return nil }
    }

    /// Removes it from the project that was made.
    static func remove(from project: FilePath, _ files: any FileSystem) { try? files.remove(project.pushing(FilePath(folder))) }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
