internal import MLKitChecklist
internal import MLKitCore
internal import SystemPackage

/// Runs commands of probes that somebody on this machine agreed to.
///
/// A list may come from anywhere, so consent is given per command and project: beforehand by `--allow-commands`, or on
/// a terminal, where it is remembered. It is kept in the user's cache, not in the project, which could bring its own.
struct CommandConsent: Sendable {
    private let project: FilePath
    private let record: FilePath?
    private let allowsAll: Bool
    private let asks: Bool
    private let files = LocalFileSystem()

    /// After ten minutes a command counts as failed.
    private static let limit = Duration.seconds(600)

    /// - Parameter asks: whether there is somebody to ask.
    init(_ loaded: LoadedChecklist, allowsAll: Bool, asks: Bool) {
        project = loaded.root
        self.allowsAll = allowsAll
        self.asks = asks
        record = UserCache.folder(loaded.surroundings.environment)?.appending("allowed-commands")
    }

    /// So much of what a command writes is read of the beginning, and of the end.
    private static let shown = 1 << 20

    /// How the command ended; `nil` if nobody allowed it.
    @Sendable func run(_ command: String) async throws -> CommandEnd? {
        guard try allowsAll || isRemembered(command) || agrees(to: command) else { return nil }
        return try await withThrowingTaskGroup(of: CommandEnd?.self) { group in
            // What it says is read in English.
            let program = Command("sh", ["-c", "exec 2>&1\n" + command], directory: project, environment: ["LANGUAGE": "en"])
            group.addTask {
                let result = try await program.run(keeping: Self.shown)
                return CommandEnd(status: result.status, output: result.outputText)
            }
            group.addTask {
                try await Task.sleep(for: Self.limit)
                return CommandEnd(status: Self.timeoutCode)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// What `timeout` exits with.
    private static let timeoutCode = 124

    private func agrees(to command: String) throws -> Bool {
        guard asks else { return false }
        Console.standard.error("a probe wants to run `\(command)` in \(project). Run it, now and later? [y/N] ")
        guard ["y", "yes"].contains(readLine()?.trimmed.lowercased()) else { return false }
        guard let record else { return true }
        let known = try files.exists(record) ? try files.readText(record) : ""
        try files.write(known + line(command) + "\n", to: record)
        return true
    }

    private func isRemembered(_ command: String) throws -> Bool {
        guard let record, try files.exists(record) else { return false }
        return try files.readText(record).split(separator: "\n").contains { $0 == line(command) }
    }

    private func line(_ command: String) -> String { ContentHash(of: "\(project)\0\(command)").hex }
}
