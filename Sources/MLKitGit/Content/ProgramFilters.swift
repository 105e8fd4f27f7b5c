internal import MLKitCore
internal import SystemPackage

/// The way of contents through the `git` program, which knows every filter, in order and with git's own rules of which
/// may fail, but for one that is said to be needed.
struct ProgramFilters {
    private let git: GitCommand
    private let objects: FilePath

    /// - Parameter folder: what stands for the working tree, if it is not that itself.
    init(_ repository: Repository, in folder: FilePath? = nil) {
        git = GitCommand(repository, in: folder)
        objects = (repository.sharedFolder ?? repository.gitFolder).appending("objects")
    }

    /// The blob goes to a folder that is thrown away, as it may never be needed.
    ///
    /// - Parameter filter: the name of one that must not fail, whether or not git is told so.
    func stored(_ file: [UInt8], at path: String, needing filter: String?) throws -> [UInt8] {
        let folder = try PrivateFolder()
        let places = places(folder)
        // That setting is about what users add; what is written here is what git would check out.
        let result = try git.run(
            Self.needing(filter) + ["-c", "core.safecrlf=false", "hash-object", "-w", "--stdin", "--path=\(path)"],
            input: file, places)
        guard result.status == 0 else { throw failure(path, result, filter) }
        let blob = try git.run(["cat-file", "blob", result.outputText.trimmed], places)
        guard blob.status == 0 else { throw failure(path, blob) }
        return blob.output
    }

    func checkedOut(_ blob: [UInt8], at path: String, needing filter: String?) throws -> [UInt8] {
        let folder = try PrivateFolder()
        let places = places(folder)
        let id = try git.run(["hash-object", "-w", "--stdin", "--no-filters"], input: blob, places)
        guard id.status == 0 else { throw failure(path, id) }
        let result = try git.run(
            Self.needing(filter) + ["cat-file", "--filters", "--path=\(path)", id.outputText.trimmed], places)
        guard result.status == 0 else { throw failure(path, result, filter) }
        return result.output
    }

    func attribute(_ name: String, of path: String) throws -> AttributeValue {
        let result = try git.run(["check-attr", "-z", name, "--", path])
        guard result.status == 0 else { throw failure(path, result) }
        // Path, name and value, each ended by a zero.
        let value = result.output.split(separator: 0, omittingEmptySubsequences: false).dropFirst(2).first ?? []
        switch String(decoding: value, as: UTF8.self) {
        case "set": return .set
        case "unset": return .unset
        case "unspecified", "": return .unspecified
        case let text: return .text(text)
        }
    }

    private func places(_ folder: PrivateFolder) -> [String: String] {
        [
            "GIT_OBJECT_DIRECTORY": folder.path.string,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": "\"\(Self.quoted(objects))\"",
        ]
    }

    private static func quoted(_ path: FilePath) -> String {
        path.string.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    private static func needing(_ filter: String?) -> [String] { filter.map { ["-c", "filter.\($0).required=true"] } ?? [] }

    private func failure(_ path: String, _ result: Command.Result, _ filter: String? = nil) -> Failure {
        Failure(
            filter.map { "`\(path)` cannot go through the filter `\($0)` that git is set up to use for it" }
                ?? "`\(path)` cannot go through the filters that git is set up to use for it",
            notes: GitCommand.words(of: result),
            hint: "`git check-attr --all \(path)` shows what asks for them; programs are what git's settings `filter.*` name")
    }
}
