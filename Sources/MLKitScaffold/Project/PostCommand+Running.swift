internal import MLKitCore
public import SystemPackage

extension PostCommand {
    /// Runs the command with `sh` in the project's folder, and takes what it writes, without limit, into a file.
    ///
    /// - Parameter log: the file for its output, which stands afterwards only if the command fails.
    /// - Throws: `Failure` with the end of the output. The project stays as the command left it.
    public func run(in folder: FilePath, log: FilePath) async throws {
        let arguments = ["-c", #"exec >"$1" 2>&1; exec sh -c "$2""#, "sh", log.string, text]
        let result = try await Command("sh", arguments, directory: folder).run()
        let files = LocalFileSystem()
        guard result.status != 0 else { return try files.remove(log) }
        let output = String(decoding: try files.exists(log) ? files.read(log) : [], as: UTF8.self)
        let tail = output.split(separator: "\n").suffix(Self.tailLength).map(String.init)
        throw Failure(
            "`\(text)` ended with exit status \(result.status)", notes: tail.isEmpty ? ["it wrote nothing"] : tail,
            hint: "the project in `\(folder)` is there all the same; all the command wrote is in `\(log)`")
    }

    /// Lines of output that are shown.
    private static let tailLength = 12
}
