internal import Glibc
internal import MLKitCore
internal import MLKitScaffold
internal import SystemPackage

extension LinePrompter.Editor {
    /// The editor that somebody has named in `VISUAL` or `EDITOR`; `nil` if in neither.
    static func ofUser(_ environment: [String: String]) -> LinePrompter.Editor? {
        guard let command = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self).first(where: { !$0.trimmed.isEmpty }) else {
            return nil
        }
        return LinePrompter.Editor(name: command) { try edit($0, command) }
    }

    /// Has a text changed in a file that only this user can read. The variable may hold options, so a shell reads it, as git's does.
    private static func edit(_ text: String, _ command: String) throws -> String {
        let folder = try PrivateFolder()
        let file = try folder.write(Array(text.utf8), to: "answer.txt")
        var process = pid_t()
        let words = ["sh", "-c", "\(command) \"$@\"", command, file.string]
        let pointers = words.map { strdup($0) } + [nil]
        let variables = EnvironmentVariables.current.map { strdup("\($0)=\($1)") } + [nil]
        defer { (pointers + variables).forEach { free($0) } }
        let code = posix_spawnp(&process, "sh", nil, nil, pointers, variables)
        guard code == 0 else { throw Failure("`\(command)` cannot be started", notes: ["\(Errno(rawValue: code))"]) }
        // Keys that end other programs are the editor's own meanwhile.
        let old = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, handler) in old { signal(number, handler) } }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw Failure("`\(command)` ended with an error", hint: "answer with `--set`, or name another editor in `EDITOR`")
        }
        return try withExtendedLifetime(folder) { try LocalFileSystem().readText(file).trimmed }
    }
}
