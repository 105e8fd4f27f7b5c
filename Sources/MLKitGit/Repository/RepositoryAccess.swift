internal import Glibc
internal import MLKitCore
public import SystemPackage

/// Whether a repository may be looked into. libgit2 takes what it may not read for what is not there.
public struct RepositoryAccess {
    let gitFolder: FilePath
    let shared: FilePath

    /// - Throws: `Failure` naming what may not be read.
    func check() throws {
        for file in [gitFolder.appending("HEAD"), shared.appending("config")] { try Self.check(file, R_OK) }
        for folder in ["objects", "refs"] { try Self.check(shared.appending(folder), R_OK | X_OK) }
    }

    /// - Throws: `Failure` if a folder, or one above it, has a `.git` that may not be entered.
    static func refuseClosed(above folder: FilePath) throws {
        var folder = folder
        repeat { try check(folder.appending(".git"), R_OK) } while folder.removeLastComponent()
    }

    /// - Throws: `Failure` if a folder, or one above it, has a `.git` that names a repository which is not there.
    public static func refuseLost(above folder: FilePath) throws {
        var folder = folder
        repeat {
            let place = folder.appending(".git")
            guard let text = try? LocalFileSystem().readText(place).trimmed, text.hasPrefix("gitdir: ") else { continue }
            let named = folder.pushing(FilePath(String(text.dropFirst("gitdir: ".count))))
            guard (try? LocalFileSystem().exists(named)) == false else { return }
            throw Failure(
                "`\(place)` names the repository `\(named)`, which is not there",
                hint: "if it was moved, write into that file where it is now; to begin a new one, remove the file and run `git init`")
        } while folder.removeLastComponent()
    }

    private static func check(_ path: FilePath, _ mode: Int32) throws {
        guard access(path.string, mode) != 0, errno == EACCES else { return }
        throw Failure(
            "cannot read `\(path)`: permission denied",
            hint: "`ls -ld \(path)` shows who may: whoever runs git here has to")
    }
}
