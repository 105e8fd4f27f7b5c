/// What probes ask of git. Paths are relative to the project.
public protocol ProjectGit: AnyObject {
    /// The files of the project that git's index has.
    func trackedFiles() throws -> [String]
    /// How many of them are outside a sparse checkout, and may have to be fetched to be read.
    var unreadCount: Int { get throws }
    func isIgnored(_ path: String) throws -> Bool
    /// The content of a file as the last commit has it.
    func committed(_ path: String) throws -> [UInt8]?
    var hasCommit: Bool { get throws }
    var remotes: [String] { get throws }
    /// The branch that is checked out, and those that the remotes have checked out.
    var headBranches: [String] { get throws }
    var hooksPath: String? { get throws }
    /// Tags on the history of what is checked out.
    var tags: [String] { get throws }
    /// E-mail addresses of authors, in lower case.
    var authors: Set<String> { get throws }
    /// Calls something with every version that any file of the project ever had, with the commit's short id.
    func versions(upTo limit: Int, _ body: (String, String, [UInt8]) throws -> Void) throws
    /// The files that a folder of the project has, or had in a commit on the history of what is checked out.
    func past(in folder: String) throws -> PastFiles
    /// Absolute paths of the files that change whenever an answer of this value may.
    var watched: [String] { get }
}
