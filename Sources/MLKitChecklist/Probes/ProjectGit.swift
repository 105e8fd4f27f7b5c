public import MLKitGit
public import SystemPackage

/// What probes ask of git. Paths are relative to the project.
public protocol ProjectGit: AnyObject {
    /// The files of the project that git's index has. One whose name is not UTF-8 is told with the bytes that make no text as
    /// `\xE9`, and found by that name in all that is asked here.
    func trackedFiles() throws -> [String]
    /// Where such a file stands in the working tree; `nil` for one whose name is its path.
    func oddPlace(of path: String) throws -> FilePath?
    /// How many of them are outside a sparse checkout, and may have to be fetched to be read.
    var unreadCount: Int { get throws }
    /// The project's folder in the repository; empty for its root.
    var folder: String { get }
    /// The files that git's index has, of the whole repository, relative to its root.
    func repositoryFiles() throws -> [String]
    /// Those of the project that differ in the working tree from what the index has, or are not there.
    func changedFiles() throws -> PathSet
    /// The content of a file as git's index has it.
    func staged(_ path: String) throws -> [UInt8]?
    func isIgnored(_ path: String) throws -> Bool
    /// The content of a file as the last commit has it.
    func committed(_ path: String) throws -> [UInt8]?
    var hasCommit: Bool { get throws }
    var remotes: [String] { get throws }
    /// The branch that is checked out, and those that the remotes have checked out: all of a remote of which that is not
    /// known, and all that are here if there is none of a remote.
    var headBranches: [String] { get throws }
    /// Whether it is a commit that is checked out rather than a branch, or history is cut off: branches may be missing.
    var isPartial: Bool { get throws }
    var hooksPath: String? { get throws }
    /// Tags on the history of what is checked out.
    var tags: [String] { get throws }
    /// E-mail addresses of authors, in lower case.
    var authors: Set<String> { get throws }
    /// The files that a folder of the project has, or had in a commit on the history of what is checked out.
    func past(in folder: String) throws -> PastFiles
    /// Calls something with every version that any file of the project ever had, with the commit's short id; without the
    /// content of what is larger than a limit.
    func versions(upTo limit: Int, _ body: (String, String, [UInt8]?) throws -> Void) throws
    /// Absolute paths of the files that change whenever an answer of this value may.
    var watched: [String] { get }
}
