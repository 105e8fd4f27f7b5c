internal import CLibGit2
internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Forms of the index that libgit2 does not read: one that is split in two files, and one that holds folders outside a
/// sparse checkout as single entries. The `git` program writes the same index in plain form; git takes up its own form
/// again the next time that it writes, if its settings say so.
extension Repository {
    /// The index as libgit2 reads it, of whatever form; to be freed.
    func openIndex() throws -> OpaquePointer {
        try readyIndex()
        return try acquire("read git's index") { git_repository_index(&$0, pointer) }
    }

    /// Has libgit2 read the index, also where it would do so by itself.
    func readyIndex() throws {
        var index: OpaquePointer?
        defer { git_index_free(index) }
        if indexPath == gitFolder.appending("index") {
            if git_repository_index(&index, pointer) == 0 {
                return try check(git_index_read(index, 0), "read git's index")
            }
            guard try LocalFileSystem().exists(indexPath) else { return try check(-1, "read git's index") }
        }
        try use(plainCopy())
    }

    private func use(_ file: FilePath) throws {
        let index = try acquire("read git's index") { git_index_open(&$0, file.string) }
        defer { git_index_free(index) }
        try check(git_repository_set_index(pointer, index), "read git's index")
    }

    /// A copy of the index, in plain form, that lives as long as this.
    func plainCopy() throws -> FilePath {
        let folder = try PrivateFolder()
        held.append(folder)
        // Beside the index, so that git finds the other file of one that is split.
        let copy = gitFolder.appending("index.mlkit.\(getpid()).\(UInt32.random(in: 0 ... .max))")
        defer { unlink(copy.string) }
        let plain = folder.path.appending("index")
        guard try IndexUpdate.duplicate(indexPath, to: copy) else { return plain }
        try makePlain(copy)
        _ = try IndexUpdate.duplicate(copy, to: plain)
        return plain
    }

    /// Writes an index in plain form in its own place; its times stay, as they tell which entries are too young to be
    /// trusted.
    func makePlain(_ file: FilePath) throws {
        var index: OpaquePointer?
        let isPlain = git_index_open(&index, file.string) == 0
        git_index_free(index)
        guard !isPlain else { return }
        try refuseTwoForms()
        var status = stat()
        guard stat(file.string, &status) == 0 else { throw IndexLock.failure("read", file) }
        let result = try GitCommand(self).run(
            [
                "-c", "index.sparse=false", "-c", "core.splitIndex=false", "update-index", "--no-split-index",
                "--force-write-index",
            ], ["GIT_INDEX_FILE": file.string])
        guard result.status == 0 else {
            throw Failure(
                "git's index `\(indexPath)` cannot be read",
                notes: GitCommand.words(of: result).map { $0.replacing(file.string, with: indexPath.string) },
                hint: "`rm \(indexPath)` and `git reset` make it anew of the last commit: no file changes, and nothing is staged any more")
        }
        utimensat(AT_FDCWD, file.string, [status.st_atim, status.st_mtim], 0)
    }

    /// Git reads no index that is both split and sparse, and writes one all the same if its settings ask for both.
    private func refuseTwoForms() throws {
        let settings = try Configuration(of: self)
        guard try settings.flag("core.splitIndex"), try settings.flag("index.sparse") else { return }
        throw Failure(
            "git's index `\(indexPath)` is to be both split and sparse, which git itself cannot read",
            notes: ["its settings `core.splitIndex` and `index.sparse` are both on"],
            hint: "run `git config core.splitIndex false`, then "
                + "`git -c index.sparse=false update-index --no-split-index --force-write-index`")
    }

    /// Writes the user's index in plain form, if it is not: what is noted of it can be put back later, whatever becomes
    /// of a second file.
    public func unfoldIndex() throws {
        guard try LocalFileSystem().exists(indexPath) else { return }
        guard try !LocalFileSystem().exists(FilePath(indexPath.string + ".lock")) else { return }
        try makePlain(indexPath)
    }
}
