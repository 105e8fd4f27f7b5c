internal import MLKitCore
public import MLKitGit

/// Why git says nothing of a file.
public enum Seclusion: Hashable, Sendable {
    /// It does not know the file, and is told to ignore it.
    case ignored
    /// It is told to overlook what is changed in it (`git update-index --skip-worktree` or `--assume-unchanged`), which these
    /// options of that command end, each in a call of its own.
    case overlooked([String])
    /// It does not know the file, nor where the template has it, though it knows the project: the user keeps it out, as with a
    /// rule that is gone.
    case keptOut
}

/// What a plan asks of a project: the user's files, and what was once rendered.
public protocol ProjectState {
    func entry(at path: String) throws -> UserEntry
    /// All that is in a folder, by the project's paths; `nil` where that is not just files: with a link or an empty folder in it,
    /// or one that cannot be read.
    func files(in folder: String) throws -> [String]?
    /// Whether a file is just this on disk, as far as can be told without git.
    func holds(_ file: RenderedFile) throws -> Bool
    /// What was rendered for a file, as git stores it: the base of a merge; `nil` if it cannot be had any more.
    func base(_ path: String, _ file: RecordedFile) throws -> [UInt8]?
    /// What a template rendered as git stores it.
    func stored(rendered content: [UInt8], at path: String) throws -> [UInt8]
    /// Why what the user has in a file is in no commit, though git says nothing of it; `nil` if that is not so.
    func seclusion(of path: String) throws -> Seclusion?
    /// The same of a file that the template had before: one that git could have and has not is kept out of it on purpose.
    ///
    /// - Parameter recorded: the path that the template gave it.
    func seclusion(of path: String, recorded: String) throws -> Seclusion?
    /// Where the user moved files to that are not at their paths any more.
    ///
    /// - Parameters:
    ///   - lost: with the blob that git stores of what was rendered.
    ///   - known: paths that no file was moved to, because it is known what they are.
    func moved(_ lost: [(path: String, blob: ObjectID)], known: PathSet) throws -> MovedFiles
    /// Why a base may be missing, for people.
    var missingBaseHint: String? { get }
}
