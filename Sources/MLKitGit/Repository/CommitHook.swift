internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// The hook of a commit that is not made yet, of which this process is a part (githooks(5)).
///
/// Git sets `GIT_INDEX_FILE` for these and for `post-commit`, and says nothing of which it is: that is known by the processes above
/// this one, the nearest first.
struct CommitHook {
    let name: String

    private static let names: Set<String> = ["pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg"]
    /// More processes do not stand between a hook and a command.
    private static let depth = 50

    init?(_ environment: GitEnvironment) {
        guard environment["GIT_INDEX_FILE"] != nil else { return nil }
        var process = getppid()
        for _ in 0..<Self.depth where process > 1 {
            let words = Self.read("/proc/\(process)/cmdline").split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            // As a path, or as the value of an option of what runs many hooks.
            let names = words.compactMap { $0.split(whereSeparator: { $0 == "/" || $0 == "=" }).last.map(String.init) }
            if names.contains("post-commit") { return nil }
            if let name = names.first(where: Self.names.contains) {
                self.name = name
                return
            }
            guard let parent = Self.parent(of: process) else { return nil }
            process = parent
        }
        return nil
    }

    /// The fourth word of what the system says of a process; the second, its name, is in brackets and may have spaces.
    private static func parent(of process: pid_t) -> pid_t? {
        let line = String(decoding: read("/proc/\(process)/stat"), as: UTF8.self)
        guard let end = line.lastIndex(of: ")") else { return nil }
        let words = line[line.index(after: end)...].split(separator: " ")
        return words.count > 1 ? pid_t(words[1]) : nil
    }

    /// Nothing where the system shows none.
    private static func read(_ path: String) -> [UInt8] { (try? LocalFileSystem().read(FilePath(path))) ?? [] }
}
