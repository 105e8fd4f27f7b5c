internal import MLKitCore
internal import MLKitGit

/// The files that git has. One that is not in the working tree, as it was removed or left out of a sparse checkout, is read
/// as git's index has it: everybody else still gets it.
extension ProbeContext {
    /// Holds the project's tracked files against a test.
    func tracked(_ test: ([String], any ProjectGit) throws -> ProbeVerdict) throws -> ProbeVerdict {
        guard let git = try git() else {
            return .unknown("the project is in no git repository, so no file of it is tracked")
        }
        let unread = try git.unreadCount
        guard unread == 0 else {
            let (are, them) = unread == 1 ? ("is", "it") : ("are", "them")
            return .unknown(
                "\(plural(unread, "tracked file")) \(are) outside the sparse checkout, and this partial clone may not have "
                    + "\(them): `git sparse-checkout disable` gets all files")
        }
        return try test(git.trackedFiles(), git)
    }

    /// The bytes of a tracked file.
    func read(tracked path: String) throws -> [UInt8]? { try read(path) ?? git()?.staged(path) }

    func text(tracked path: String) throws -> String? {
        try read(tracked: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Calls something with what a tracked file holds, and where that stands: in the working tree, and in git's index if it is
    /// another there. Without the content of what is larger than a limit.
    func versions(ofTracked path: String, upTo limit: Int, _ body: ([UInt8]?, ContentPlace) throws -> Void) throws {
        let information = try information(path)
        let isHere = information?.kind == .file
        if let information, isHere { try body(information.size > limit ? nil : read(path), .workingTree) }
        // Of an odd name git does not tell whether the file changed.
        let isOdd = try oddPlace(of: path) != nil
        guard let git = try git(), try !isHere || isOdd || changedFiles().contains(path), let staged = try git.staged(path) else { return }
        if isOdd, isHere, try read(path) == staged { return }
        try body(staged.count > limit ? nil : staged, .index)
    }

    /// The files at some places of the project. Where that is a folder of its repository, services and git look at the
    /// repository's root only, and what stands at their places in the folder is for nobody.
    ///
    /// - Parameter files: those of the project that git has.
    func serviceFiles(_ patterns: [String], _ files: [String]) throws -> [String] {
        guard let git = try git(), !git.folder.isEmpty else { return patterns.flatMap { files.filter(Glob($0).matches) } }
        let up = git.folder.split(separator: "/").map { _ in "../" }.joined()
        let all = try git.repositoryFiles()
        return patterns.flatMap { pattern in
            let own = Self.anywhere.contains(pattern) ? files.filter(Glob(pattern).matches) : []
            return own + all.filter(Glob(pattern).matches).map { up + $0 }
        }
    }

    /// What may lie in any folder: its place is told to the service, or people call it there.
    private static let anywhere: Set<String> = [
        "Jenkinsfile", "azure-pipelines.yml", "cloudbuild.yaml", ".ci/*", "Makefile", "justfile", "Taskfile.y*ml", "tox.ini", "noxfile.py",
        "package.json",
    ]

    private func changedFiles() throws -> PathSet {
        let found = try changed ?? git()?.changedFiles() ?? []
        changed = found
        return found
    }
}

/// Where a file's content stands.
enum ContentPlace {
    case workingTree
    case index

    /// Behind a file's name, in words.
    var words: String { self == .index ? " (as git has it)" : "" }
}
