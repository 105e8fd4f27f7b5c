internal import MLKitCore
internal import SystemPackage

/// Any storage that rclone knows, through the `rclone` program with the user's own configuration.
struct RcloneRemote: CacheRemote {
    let name: RemoteName
    /// All variables of the program, among them where rclone's configuration is.
    let environment: [String: String]
    /// A local folder for lists of files.
    let scratch: FilePath
    /// Nanoseconds since 1970.
    let now: Int
    let files: any FileSystem

    func list(_ folder: String) throws -> [String: Int] {
        try sizes(name.appending(folder), below: folder + "/")
    }

    /// - Parameters:
    ///   - place: what is listed, by its name at rclone.
    ///   - prefix: what is put before the paths.
    private func sizes(_ place: String, below prefix: String, _ options: [String] = []) throws -> [String: Int] {
        let result = try rclone(
            ["lsf", "--recursive", "--files-only", "--format", "sp", "--separator", " "] + options + [place])
        // 3: there is no such folder yet.
        guard result.status != 3 else { return [:] }
        try check(result, "list")
        var sizes: [String: Int] = [:]
        for line in result.outputText.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2, let size = Int(parts[0]) { sizes["\(prefix)\(parts[1])"] = size }
        }
        return sizes
    }

    func fetch(_ wanted: [RemoteFile], to folder: FilePath) throws -> RemoteAnswer {
        guard !wanted.isEmpty else { return RemoteAnswer() }
        let present = try listing(wanted.map(\.path)) { try sizes(name.text, below: "", ["--files-from-raw", $0, "--no-traverse"]) }
        // Half, as the content of what is there cannot be told before all of it is here.
        let plan = FetchPlan(wanted, present, unknown: DiskSpace.free(at: folder).map { $0 / 2 } ?? .max)
        if !plan.files.isEmpty { try copy(plan.files.map(\.path), from: name.text, to: folder.string, "fetch from") }
        return plan.answer
    }

    /// Sent to a folder of their own first, and then moved by the storage itself: some storages show a file that is
    /// still being sent.
    func send(_ paths: [String], from folder: FilePath) throws {
        guard !paths.isEmpty else { return }
        let incoming = name.appending("incoming/\(now / 1_000_000_000)-\(UInt64.random(in: 0 ... .max))")
        defer { _ = try? rclone(["purge", incoming]) }
        try copy(paths, from: folder.string, to: incoming, "send to")
        // Folder by folder, as rclone moves nothing into a folder that it lies in.
        for (top, inner) in Dictionary(grouping: paths, by: { $0.prefix { $0 != "/" } }) {
            try copy(
                inner.map { String($0.dropFirst(top.count + 1)) }, "move", from: "\(incoming)/\(top)",
                to: name.appending(String(top)), "send to")
        }
    }

    /// The name of a folder of `incoming` begins with the time, in seconds since 1970.
    func tidy(now: Int) throws {
        let result = try rclone(["lsf", "--dirs-only", name.appending("incoming")])
        // Most storages have no such folder once it is empty.
        guard result.status == 0 else { return }
        for line in result.outputText.split(separator: "\n") {
            let folder = line.hasSuffix("/") ? line.dropLast() : line
            let parts = folder.split(separator: "-")
            guard parts.count == 2, !folder.contains("/"), let begun = Int(parts[0]),
                begun < (now - longestSend) / 1_000_000_000
            else { continue }
            _ = try rclone(["purge", name.appending("incoming/\(folder)")])
        }
    }

    private func copy(
        _ paths: [String], _ command: String = "copy", from source: String, to destination: String, _ action: String
    ) throws {
        let result = try listing(paths) { list in
            try rclone([
                command, "--files-from-raw", list, "--no-traverse", "--transfers", "8", source, destination,
            ])
        }
        try check(result, action)
    }

    /// With a file that has paths in it, one a line.
    private func listing<Result>(_ paths: [String], _ body: (_ list: String) throws -> Result) throws -> Result {
        let list = scratch.appending("\(UInt64.random(in: 0 ... .max)).list")
        try files.write(paths.map { $0 + "\n" }.joined(), to: list)
        defer { try? files.remove(list) }
        return try body(list.string)
    }

    private func rclone(_ arguments: [String]) throws -> Command.Result {
        let limits = ["--contimeout", "15s", "--timeout", "60s", "--retries", "2", "--low-level-retries", "3"]
        do {
            return try BlockingCommand("rclone", arguments + limits, environment: environment).run()
        } catch let failure as Failure {
            throw Failure(
                "cannot run `rclone`, which the remote `\(name.shown)` needs",
                notes: failure.diagnostics.first?.notes ?? [],
                hint: "install it from your distribution or https://rclone.org, or use a folder as remote")
        }
    }

    private func check(_ result: Command.Result, _ action: String) throws {
        guard result.status != 0 else { return }
        let lines = name.redacted(result.errorText).split(separator: "\n").map { Self.untimed(String($0)) }
        throw Failure(
            "cannot \(action) the remote `\(name.shown)`",
            notes: lines.filter { !$0.isEmpty && !$0.hasPrefix("NOTICE") }.suffix(3),
            hint: "`rclone lsf` with the same remote shows whether it answers; what was sent before stays")
    }

    /// rclone puts `2026/01/31 12:00:00 ` before each line.
    private static func untimed(_ line: String) -> String {
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.count == 3, parts[0].count == 10, parts[1].count == 8 else { return line.trimmed }
        return parts[2].trimmed
    }
}
