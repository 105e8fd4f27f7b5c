internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// What a repository's own settings say of how it is kept (gitrepository-layout(5), `extensions.*`).
struct RepositoryFormat {
    /// By name in lower case.
    private let extensions: [String: String]

    /// Extensions that we follow, or that change nothing for us.
    static let followed = ["partialclone", "worktreeconfig", "preciousobjects", "relativeworktrees", "refstorage"]

    init(_ settings: Configuration) throws {
        extensions = Dictionary(try settings.values(of: "^extensions\\.")) { $1 }
    }

    /// The format of the repository around a folder that libgit2 does not open; `nil` if none can be found.
    init?(around folder: FilePath, _ environment: GitEnvironment) throws {
        let disk = LocalFileSystem()
        var folder = folder
        while try !disk.exists(folder.appending(".git")) {
            guard folder.removeLastComponent() else { return nil }
        }
        let settings = try Configuration(environment)
        let shared = try Self.sharedFolder(folder.appending(".git"), disk)
        try settings.add(shared.appending("config"), .repository, nil)
        try self.init(settings)
    }

    /// Where `.git` leads if it is a file, as in a submodule or a linked worktree, and from there to what all share.
    private static func sharedFolder(_ place: FilePath, _ disk: LocalFileSystem) throws -> FilePath {
        guard try disk.information(at: place)?.kind == .file else { return place }
        let text = try disk.readText(place).trimmed
        let folder = place.removingLastComponent().pushing(FilePath(String(text.dropFirst("gitdir: ".count))))
        let common = folder.appending("commondir")
        return try disk.exists(common) ? folder.pushing(FilePath(disk.readText(common).trimmed)) : folder
    }

    /// Whether a linked worktree has settings of its own.
    var hasWorktreeSettings: Bool { isOn("extensions.worktreeconfig") }

    var isPartialClone: Bool { extensions["extensions.partialclone"] != nil }

    private func isOn(_ name: String) -> Bool {
        ["true", "yes", "on", "1"].contains(extensions[name]?.lowercased())
    }

    /// Why we cannot work here; `nil` if we can.
    func problem(in root: FilePath) -> Failure? {
        if let format = extensions["extensions.objectformat"], format.lowercased() != "sha1" {
            return Failure(
                "the git repository of `\(root)` names its objects by \(format.uppercased()), which mlkit cannot read",
                hint: "work in one made with `git init --object-format=sha1`; `mlkit new --no-git` makes a project "
                    + "without git")
        }
        if let storage = extensions["extensions.refstorage"], storage.lowercased() != "files" {
            return Failure(
                "the git repository of `\(root)` keeps its branches as `\(storage)`, which mlkit cannot read",
                hint: "`git refs migrate --ref-format=files` turns them into files")
        }
        let known = Self.followed.map { "extensions.\($0)" } + ["extensions.objectformat", "extensions.noop"]
        guard let strange = extensions.keys.filter({ !known.contains($0) }).min() else { return nil }
        return Failure(
            "the git repository of `\(root)` has `\(strange)` set, which mlkit does not know",
            hint: "work in a clone without it; `mlkit new --no-git` makes a project without git")
    }
}
