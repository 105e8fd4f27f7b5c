internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// What an update does to the files of a project, step by step, so that whoever comes after a process that was killed
/// can finish it, and so that it can be taken back.
///
/// A JSON file, `journal`, and beside it `contents`, the bytes of all files before and after, one after the other:
/// one file, because each that must have reached the disk before the first step costs a disk's whole turn.
struct Journal: Hashable {
    /// A file's content and mode, and where its bytes stand in `contents`.
    struct Version: Hashable {
        var hash: ContentHash
        var isExecutable: Bool
        /// Whether it is for its owner alone; a file that is there keeps its rights in any case.
        var isPersonal = false
        var place: Range<Int>
    }

    enum Step: Hashable {
        /// A file that is made, changed or, if there is nothing after, removed. Paths are those of the project.
        case replace(path: String, before: Version?, after: Version?)
        /// A file or folder is renamed. It is known by its inode, as it may be large.
        case move(from: String, to: String, inode: UInt64)
    }

    /// Git's index, changed last.
    struct Index: Hashable {
        /// The whole path of the file, where it was when the journal was written.
        var path: String
        var before: Version?
        var after: Version?
    }

    enum Kind: String {
        case apply
        case undo
    }

    var kind: Kind
    /// What was applied, for people.
    var title: String
    var steps: [Step]
    var index: Index?

    static let format = 1

    /// The journal for the project as it stands now. It may have been moved or copied since, and the index that is
    /// noted may be that of the project it was copied from: it takes the project's own, if it is still in git.
    func standing(at file: IndexFile?) -> Journal {
        var copy = self
        copy.index = index.flatMap { index in
            file.map { Index(path: $0.path.string, before: index.before, after: index.after) }
        }
        return copy
    }

    /// The journal that takes this one back.
    func inverted(_ kind: Kind) -> Journal {
        let steps = steps.reversed().map { step in
            switch step {
            case .replace(let path, let before, let after): Step.replace(path: path, before: after, after: before)
            case .move(let from, let to, let inode): Step.move(from: to, to: from, inode: inode)
            }
        }
        return Journal(
            kind: kind, title: title, steps: steps,
            index: index.map { Index(path: $0.path, before: $0.after, after: $0.before) })
    }
}
