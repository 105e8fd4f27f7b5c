internal import Glibc
internal import MLKitCore
internal import MLKitEngines
internal import MLKitSpec
internal import SystemPackage

/// Fetches a source from its address, by curl.
struct SourceDownload {
    let source: DataConfiguration.RemoteSource
    let context: StageContext

    /// - Returns: the file, in the folder.
    /// - Throws: `Failure` where it cannot be fetched, or is another file than its checksum says.
    func fetch(into folder: FilePath) async throws -> FilePath {
        // Told before anything is fetched.
        try SourceFormat.check(source.fileName)
        guard let last = FilePath(source.fileName).lastComponent, last.string == source.fileName else {
            throw Failure("`\(source.fileName)` is no name of a file")
        }
        let path = folder.appending(last)
        let curl = try context.engines.require(.curl)
        let name = source.shownName
        context.log("fetching \(name)")
        let result = try await run(curl, to: path)
        guard result.status == 0 else {
            throw Failure(
                "cannot fetch `\(name)`", notes: Self.reasons(result.errorText),
                hint: source.isObject ? "`AWS_REGION` names where the bucket is, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` a key "
                    + "that may read it"
                    : "fetch it by hand and name the file as `source`, where the machine has no way there")
        }
        // What is looked at once has no checksum.
        guard !source.sha256.isEmpty else { return path }
        let found = try context.files.hash(path)
        guard found.hex == source.sha256.lowercased() else {
            throw Failure(
                "`\(name)` is another file than `sha256` says", notes: ["what was fetched has \(found.hex)"],
                hint: "if that is what you want to learn from now, put its checksum there")
        }
        return path
    }

    /// What is signed, and whatever an address holds, does not stand on a command line, which all users of a machine can read.
    private func run(_ curl: FilePath, to path: FilePath) async throws -> Command.Result {
        var (address, headers) = (source.url, [(name: String, value: String)]())
        if let object = ObjectAddress(source.url) { (address, headers) = try object.request(EnvironmentVariable.value, time: Self.now) }
        let lines = ["url = \(Self.quoted(address))"] + headers.map { "header = \(Self.quoted("\($0.name): \($0.value)"))" }
        let folder = try PrivateFolder()
        let file = try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "request")
        // A signature is for one machine: elsewhere it would be refused, and is not to be seen.
        let following = source.isObject ? [] : ["--location"]
        return try await Command(
            curl.string,
            [
                "--disable", "--fail", "--silent", "--show-error", "--globoff", "--proto", "=http,https", "--proto-redir", "=http,https",
                "--connect-timeout", "30", "--retry", "2", "--output", path.string, "--config", file.string,
            ] + following
        ).run()
    }

    /// What curl says, each time that it has tried the same once.
    private static func reasons(_ text: String) -> [String] {
        text.split(separator: "\n").suffix(2)
            .reduce(into: []) { lines, line in if lines.last != String(line) { lines.append(String(line)) } }
    }

    /// A value of curl's file of settings.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// `20130524T000000Z`, as requests are signed with.
    private static var now: String {
        var (seconds, parts) = (time(nil), tm())
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return "\(parts.tm_year + 1900)\(two(parts.tm_mon + 1))\(two(parts.tm_mday))T"
            + "\(two(parts.tm_hour))\(two(parts.tm_min))\(two(parts.tm_sec))Z"
    }
}
