internal import Glibc
public import MLKitCore
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

    /// What is wrong with the `.git` of a folder, or of one above it, that git finds no repository by; `nil` where there is none.
    public static func lost(above folder: FilePath) -> Failure? {
        var folder = folder
        repeat {
            let place = folder.appending(".git")
            switch try? LocalFileSystem().standing(at: place)?.kind {
            case .file: return brokenLink(place, in: folder)
            case .directory: return hollow(place)
            default: continue
            }
        } while folder.removeLastComponent()
        return nil
    }

    /// - Throws: `Failure` if a folder lies in git's own, where nothing is a project's: git has no file of there.
    public static func refuseGitFolder(_ folder: FilePath) throws {
        var place = folder.lexicallyNormalized()
        repeat {
            guard place.lastComponent?.string.lowercased() == ".git", isGitFolder(place) else { continue }
            throw Failure(
                "`\(folder)` lies in `\(place)`, which is git's own: no project can be there",
                hint: "work in `\(place.removingLastComponent())`")
        } while place.removeLastComponent()
    }

    private static func isGitFolder(_ place: FilePath) -> Bool {
        ["HEAD", "objects"].allSatisfy { (try? LocalFileSystem().standing(at: place.appending($0))?.kind) != nil }
    }

    /// A file that names the repository, as in a submodule or a linked worktree.
    private static func brokenLink(_ place: FilePath, in folder: FilePath) -> Failure? {
        guard let text = try? LocalFileSystem().readText(place).trimmed, text.hasPrefix("gitdir: ") else {
            return Failure(
                "`\(place)` is a file that names no repository",
                hint: "write `gitdir: ` and the repository's place into it; to begin a new one, remove the file and run `git init`")
        }
        let named = folder.pushing(FilePath(String(text.dropFirst("gitdir: ".count))))
        guard (try? LocalFileSystem().exists(named)) == false else { return nil }
        return Failure(
            "`\(place)` names the repository `\(named)`, which is not there",
            hint: "if it was moved, write into that file where it is now; to begin a new one, remove the file and run `git init`")
    }

    /// A folder without what makes a repository (gitrepository-layout(5)).
    private static func hollow(_ place: FilePath) -> Failure? {
        let missing = parts.filter { (try? LocalFileSystem().standing(at: place.appending($0))?.kind) == nil }
        guard let first = missing.first, access(place.string, R_OK | X_OK) == 0 else { return nil }
        return Failure("`\(place)` is no repository of git's: it has no `\(first)`", hint: hint(place, missing))
    }

    private static let parts = ["HEAD", "objects", "refs"]

    /// As long as the objects are there, nothing of the history need be lost.
    private static func hint(_ place: FilePath, _ missing: [String]) -> String {
        switch missing {
        case ["HEAD"]: return "write `ref: refs/heads/main` into `\(place.appending("HEAD"))`, if `main` is what your branch is called"
        case ["refs"]: return "make the folder `\(place.appending("refs"))` again: \(packed(place))"
        case parts: return "put it back from a copy; to begin a new one, remove the folder, in which no history is, and run `git init`"
        default: return "put it back from a copy, or from the `.git` of another clone; to begin a new one, remove the folder and run `git init`"
        }
    }

    /// Where the branches are, once the folder is there again.
    private static func packed(_ place: FilePath) -> String {
        (try? LocalFileSystem().exists(place.appending("packed-refs"))) == true
            ? "the branches are in `packed-refs`"
            : "`\(place)/logs/HEAD` has a line for each commit that was checked out, its name as second word, and "
                + "`git update-ref refs/heads/NAME COMMIT` puts a branch back"
    }

    private static func check(_ path: FilePath, _ mode: Int32) throws {
        guard access(path.string, mode) != 0, errno == EACCES else { return }
        throw Failure(
            "cannot read `\(path)`: permission denied",
            hint: "`ls -ld \(path)` shows who may: whoever runs git here has to")
    }
}
