internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// Where a journal may write: inside the project, not in git's own folder, and through no symbolic link.
struct JournalGround {
    let project: FilePath
    let files: any FileSystem

    /// - Throws: `Failure` for the first place that is none of the project's.
    func check(_ steps: some Sequence<Journal.Step>) throws {
        for step in steps {
            for path in step.places {
                guard let problem = try problem(path) else { continue }
                throw Failure(
                    "an update would write `\(path)`, which \(problem)", notes: ["nothing is written there"],
                    hint: "see with `git status` and `ls -l` what is there; where it is a link, put a folder in its place")
            }
        }
    }

    /// As the end of a sentence; `nil` for a place of the project.
    private func problem(_ path: String) throws -> String? {
        let parts = RepositoryPath.names(path)
        if path.utf8.contains(0) || parts.contains(where: { ["", ".", ".."].contains($0) }) {
            return "is no place inside the project"
        }
        if parts.contains(where: { ProjectPath.isGitsOwn($0) }) { return "is git's own" }
        // Somebody may have `.mlkit/tmp` on another disk.
        if path.hasPrefix(MoveOrder.waiting + "/") { return nil }
        var folder = FilePath(path)
        while folder.removeLastComponent(), !folder.isEmpty {
            if try files.isLink(project.pushing(folder)) { return "is behind the symbolic link `\(folder)`" }
        }
        return nil
    }
}

extension Journal.Step {
    /// All paths that something is put at, or taken from.
    fileprivate var places: [String] {
        switch self {
        case .replace(let path, _, _): [path]
        case .move(let from, let to, _): [from, to]
        }
    }
}
