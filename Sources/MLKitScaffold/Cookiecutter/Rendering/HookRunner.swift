internal import MLKitCore
internal import SystemPackage

/// Runs a template's scripts in a folder that is not yet the project.
struct HookRunner {
    let files: any FileSystem
    /// For the scripts and their output.
    let temporary: FilePath
    let report: (String) -> Void

    /// - Parameter text: the script, with the variables put in.
    /// - Throws: `Failure` with the end of the output if the script fails.
    func run(_ hook: CookiecutterHook, _ text: String, in folder: FilePath) async throws {
        let script = temporary.appending(hook.path.lastComponent?.string ?? hook.event.rawValue)
        try files.write(Array(text.utf8), to: script, executable: true)
        // As cookiecutter does: Python for `.py`, and all else by its own first line.
        let command = hook.path.extension == "py" ? ["python3", script.string] : [script.string]
        let log = temporary.appending("output")
        let arguments = ["-c", #"exec >"$1" 2>&1; shift; exec "$@""#, "sh", log.string] + command
        report("running `\(hook.name)`\n")
        let result = try await Command("sh", arguments, directory: folder).run()
        let output = String(decoding: try files.exists(log) ? files.read(log) : [], as: UTF8.self)
        guard result.status == 0 else {
            let tail = output.split(separator: "\n").suffix(12).map(String.init)
            throw Failure(
                "the script `\(hook.name)` of the template ended with exit status \(result.status)",
                notes: tail.isEmpty ? ["it wrote nothing"] : tail, hint: "nothing has been made")
        }
        report(output)
    }
}
