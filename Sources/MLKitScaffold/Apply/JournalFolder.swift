internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// A folder that holds a journal: one that is being carried out, or the last one, kept to be taken back.
struct JournalFolder {
    let path: FilePath
    let files: any FileSystem

    /// Where a journal is while it is carried out.
    static func pending(_ project: FilePath, _ files: any FileSystem) -> JournalFolder {
        JournalFolder(path: project.pushing(".mlkit/tmp/apply"), files: files)
    }

    /// Where the last update's is afterwards.
    static func done(_ project: FilePath, _ files: any FileSystem) -> JournalFolder {
        JournalFolder(path: project.pushing(".mlkit/undo"), files: files)
    }

    private var journalFile: FilePath { path.appending("journal") }
    private var contentsFile: FilePath { path.appending("contents") }

    /// Makes the folder.
    func begin() throws { try files.makeIgnoredDirectory(path) }

    /// Throws away what was never decided on, with the lock that was left.
    func abandon(_ index: IndexFile?) throws {
        index?.removeStaleLock()
        try remove()
    }

    var exists: Bool { get throws { try files.exists(path) } }

    /// Writes contents and journal. When the journal is there, which happens at once, the update counts as made: what
    /// is left to do can be done by anyone.
    ///
    /// - Parameters:
    ///   - seal: by which it is known again.
    ///   - durable: writes so that a file has reached the disk when the call returns.
    func commit(_ journal: Journal, _ contents: [UInt8], _ seal: CacheSeal?, durable: any FileSystem) throws {
        // It holds files that may be for their owner alone. The journal, written next, makes sure of its name too.
        try durable.replace(contentsFile, with: contents, executable: false, isPersonal: true)
        try durable.write(journal.text(seal), to: journalFile)
    }

    /// Whether there is a journal, whosever it is.
    var isCommitted: Bool { get throws { try files.exists(journalFile) && files.exists(contentsFile) } }

    /// The journal; `nil` if it was never committed: without its contents it was not, as nothing is carried out before
    /// both have reached the disk.
    ///
    /// - Throws: `Failure` if it cannot be understood, or is not this user's.
    func journal(_ seal: CacheSeal?) throws -> Journal? {
        guard let (journal, json) = try noted() else { return nil }
        guard journal.isSealed(json, by: seal) else {
            throw refusal(
                seal == nil
                    ? "there is no `~/.cache` that mlkit could keep its seal in"
                    : "it does not have the seal that mlkit keeps in your `~/.cache`")
        }
        return journal
    }

    /// The journal that this process has written itself: its seal is not asked for.
    func ownJournal() throws -> Journal? { try noted()?.journal }

    private func noted() throws -> (journal: Journal, text: JSON?)? {
        guard try isCommitted else { return nil }
        let json = try? JSON(parsing: files.read(journalFile))
        if let format = json?["journal"]?.int, format > Journal.format {
            throw Failure.newerFormat(
                format, of: "`\(journalFile)`", known: Journal.format,
                otherwise: "remove `\(path)` to leave the files as they are")
        }
        guard let journal = json.flatMap({ Journal($0) }) else {
            throw Failure(
                "`\(journalFile)` cannot be understood", hint: "remove `\(path)` to leave the files as they are")
        }
        return (journal, json)
    }

    func contents() throws -> [UInt8] { try files.read(contentsFile) }

    /// Removes the folder, the journal first: without it the rest means nothing.
    func remove() throws {
        try files.remove(journalFile)
        try files.remove(path)
    }
}
