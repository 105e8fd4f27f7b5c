internal import CLibGit2

/// What kind of thing an entry of a tree is.
enum FileMode {
    case tree
    case file
    case executable
    case link
    case submodule

    init(_ mode: git_filemode_t) {
        switch mode {
        case GIT_FILEMODE_TREE: self = .tree
        case GIT_FILEMODE_BLOB_EXECUTABLE: self = .executable
        case GIT_FILEMODE_LINK: self = .link
        case GIT_FILEMODE_COMMIT: self = .submodule
        default: self = .file
        }
    }

    var value: git_filemode_t {
        switch self {
        case .tree: GIT_FILEMODE_TREE
        case .file: GIT_FILEMODE_BLOB
        case .executable: GIT_FILEMODE_BLOB_EXECUTABLE
        case .link: GIT_FILEMODE_LINK
        case .submodule: GIT_FILEMODE_COMMIT
        }
    }
}
