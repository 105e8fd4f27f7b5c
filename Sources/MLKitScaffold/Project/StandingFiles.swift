internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// What stands in the folder of a new project already: a repository, and what its host has put into it. The user's files
/// are dealt with as `mlkit init` does it: they stay, and later versions of the template are merged with them.
struct StandingFiles {
    /// By the template's path.
    private var comparisons: ByteTable<FileComparison> = [:]
    private var ignoreRules: [UInt8]?

    /// The folder is empty, or not there.
    init() {}

    init(in folder: FilePath, _ rendering: Rendering, _ environment: GitEnvironment) throws {
        guard try LocalFileSystem().list(folder).contains(where: { $0 != ".git" }) else { return }
        let comparison = TemplateComparison(tree: try ProjectTree(at: folder, environment: environment), offersLicense: true)
        comparisons = ByteTable(try comparison.compare(rendering.files).map { ($0.file.path, $0) }) { $1 }
        let rules = folder.appending(Self.ignoreRules)
        // A link stays what it is, and what it leads to is none of the repository's.
        if try LocalFileSystem().standing(at: rules)?.kind == .file {
            ignoreRules = try LocalFileSystem().read(rules)
        }
    }

    private static let ignoreRules = ".gitignore"

    /// What hosts of repositories offer to put into a new one, by their names in small letters, without suffixes.
    private static let usual: Set<String> = [
        ".git", ".gitignore", ".gitattributes", ".github", ".gitlab", ".gitea", ".forgejo", "readme", "license", "licence",
        "copying", "unlicense", "changelog", "contributing", "code_of_conduct", "security", "codeowners",
    ]

    /// Whether a new project can be made in a folder with these names in it.
    static func mayStand(_ names: [String]) -> Bool {
        names.isEmpty || names.contains(".git")
            && names.allSatisfy { usual.contains($0.hasPrefix(".") ? $0 : FileName.stem($0).lowercased()) }
    }

    /// What is to be written of a rendered file; `nil` if the user's own stays. Rules of what to ignore are added to the
    /// user's, as what the project makes must not get into git.
    func content(of file: RenderedFile) -> [UInt8]? {
        if file.path == Self.ignoreRules, let ignoreRules { return merged(ignoreRules, file.content) }
        guard let comparison = comparisons[file.path] else { return file.content }
        return comparison.isMissing ? file.content : nil
    }

    /// The user's lines, and behind them those of the template that are not among them.
    private func merged(_ yours: [UInt8], _ theirs: [UInt8]) -> [UInt8]? {
        let known = Set(yours.split(separator: 0x0A).map { Self.rule($0) })
        let new = theirs.split(separator: 0x0A).filter { !known.contains(Self.rule($0)) && !Self.rule($0).isEmpty }
        guard !new.isEmpty else { return nil }
        let end: [UInt8] = yours.isEmpty || yours.last == 0x0A ? [] : [0x0A]
        return yours + end + new.flatMap { $0 + [0x0A] }
    }

    private static func rule(_ line: ArraySlice<UInt8>) -> String { String(decoding: line, as: UTF8.self).trimmed }

    /// The user's files that stand where the template has some.
    var kept: [String] {
        comparisons.values.filter { comparison in
            switch comparison.state {
            case .similar: content(of: comparison.file) == nil
            case .covered(TemplateComparison.link): true
            default: false
            }
        }.map(\.file.path).sorted()
    }

    /// The user's files to which lines of the template's are added.
    var added: [String] { addsIgnoreRules ? [Self.ignoreRules] : [] }

    /// Whether the template's rules were added to the user's.
    var addsIgnoreRules: Bool {
        ignoreRules != nil && comparisons[Self.ignoreRules].map { content(of: $0.file) != nil } == true
    }

    /// Puts into a record what the project does without, because something of the user's takes its place.
    func note(in record: inout ScaffoldRecord) {
        for (path, comparison) in comparisons {
            switch comparison.state {
            case .covered, .blocked: record.files[path]?.state = .deleted
            case .similar where comparison.file.ownership == .managed: record.files[path]?.state = .deleted
            default: break
            }
        }
    }
}
