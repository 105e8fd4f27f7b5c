internal import Glibc
internal import MLKitChecklist
internal import MLKitCore
internal import SystemPackage

/// Has a person edit a note in the editor of their choice, as git does: `VISUAL`, `EDITOR`, else `vi`.
struct NoteEditor {
    let environment: [String: String]

    /// - Returns: the text without space around it.
    /// - Throws: `Failure` if the editor cannot be run or fails; its text is lost then, as the person meant it to be.
    func edit(_ note: String, about item: ChecklistItem) throws -> String {
        let files = LocalFileSystem()
        let folder = FilePath(environment["TMPDIR"] ?? "/tmp").appending("mlkit-note-\(UInt64.random(in: 0 ... .max))")
        let file = folder.appending("\(item.id).md")
        try files.write(note.isEmpty ? "" : note + "\n", to: file)
        defer { try? files.remove(folder) }
        let editor = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
        let status = try Self.run(["sh", "-c", "\(editor) \"$1\"", "sh", file.string])
        guard status == 0 else { throw Failure("the editor `\(editor)` did not succeed: the note stays as it was") }
        return try files.readText(file).trimmed
    }

    /// Runs a program on this process's terminal, and gives its exit code.
    private static func run(_ words: [String]) throws -> Int32 {
        let arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process = pid_t()
        let code = posix_spawnp(&process, words[0], nil, nil, arguments, environ)
        guard code == 0 else { throw Failure("cannot run `\(words[0])`", notes: [String(cString: strerror(code))]) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else {
                throw Failure("cannot wait for the editor", notes: [String(cString: strerror(errno))])
            }
        }
        return status
    }
}
