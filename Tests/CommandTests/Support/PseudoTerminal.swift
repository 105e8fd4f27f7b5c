import MLKitTestSupport
import SystemPackage

/// A person at a terminal: starts `mlkit` on a pseudo-terminal and answers what it asks.
enum PseudoTerminal {
    /// Waits for each prompt (text that ends in `: `) and types the next answer; types the end of input when
    /// none is left.
    private static let script = """
        import fcntl, os, pty, struct, sys, termios
        answers, columns, command = sys.argv[1].split("\\x1f")[:-1], int(sys.argv[2]), sys.argv[3:]
        process, terminal = pty.fork()
        if process == 0 and columns:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        if process == 0:
            os.execv(command[0], command)
        shown = b""
        while True:
            try:
                part = os.read(terminal, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
            if shown.endswith(b": "):
                os.write(terminal, answers.pop(0).encode() + b"\\n" if answers else b"\\x04")
        sys.stdout.buffer.write(shown)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
        """

    /// What the terminal shows, typed answers included, with plain line ends.
    ///
    /// - Parameter columns: the terminal's width; one that does not know it if 0.
    static func mlkit(
        _ arguments: [String], answers: [String], in directory: FilePath, environment: [String: String] = [:],
        columns: Int = 0
    ) async throws -> BuiltTool.Outcome {
        let command = [BuiltTool.folder.appending("mlkit").string] + arguments
        var outcome = try await BuiltTool.run(
            "python3", ["-c", script, answers.map { $0 + "\u{1F}" }.joined(), "\(columns)"] + command, in: directory,
            environment: [
                "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.org", "GIT_COMMITTER_NAME": "Test",
                "GIT_COMMITTER_EMAIL": "test@example.org", "GIT_CONFIG_GLOBAL": "/dev/null", "NO_COLOR": "1",
            ].merging(environment) { $1 })
        outcome.output = outcome.output.replacing("\r\n", with: "\n")
        return outcome
    }
}
