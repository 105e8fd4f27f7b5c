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
        context.log("fetching \(source.url)")
        let result = try await Command(
            curl.string,
            [
                "--fail", "--silent", "--show-error", "--location", "--proto", "=http,https", "--proto-redir", "=http,https",
                "--connect-timeout", "30", "--retry", "2", "--output", path.string, "--", source.url,
            ]
        ).run()
        guard result.status == 0 else {
            throw Failure(
                "cannot fetch `\(source.url)`", notes: result.errorText.split(separator: "\n").suffix(2).map(String.init),
                hint: "fetch it by hand and name the file as `source`, where the machine has no way there")
        }
        let found = try context.files.hash(path)
        guard found.hex == source.sha256.lowercased() else {
            throw Failure(
                "`\(source.url)` is another file than `sha256` says", notes: ["what was fetched has \(found.hex)"],
                hint: "if that is what you want to learn from now, put its checksum there")
        }
        return path
    }
}
