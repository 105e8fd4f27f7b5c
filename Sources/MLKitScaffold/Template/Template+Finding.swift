public import MLKitCore
public import SystemPackage

extension Template {
    /// Reads the template in a folder.
    ///
    /// - Throws: `Failure` with everything that is wrong with `template.yaml` and with the texts in `files/`.
    public init(at folder: FilePath, files: any FileSystem = LocalFileSystem()) throws {
        var reader = TemplateReader(folder: folder, files: files)
        self = try reader.read()
    }

    /// Reads a template by what a user calls it: the name of one that is built in, or a folder (with a `/` in it,
    /// or `.`), relative to `directory`.
    public init(
        named source: String, builtIn: FilePath, directory: FilePath, files: any FileSystem = LocalFileSystem()
    ) throws {
        if source.contains("/") || source.hasPrefix(".") {
            try self.init(at: directory.pushing(FilePath(source)).lexicallyNormalized(), files: files)
            return
        }
        let names = try Self.names(in: builtIn, files: files)
        guard names.contains(source) else {
            throw Failure(
                "no template is called `\(source)`",
                notes: ["a template of your own is named by its folder, as in `./\(source)`"],
                hint: Suggestion.hint(for: source, among: names))
        }
        try self.init(at: builtIn.appending(source), files: files)
    }

    /// The names of the templates in a folder, sorted.
    public static func names(in folder: FilePath, files: any FileSystem = LocalFileSystem()) throws -> [String] {
        guard try files.exists(folder) else { return [] }
        return try files.list(folder).filter { try files.exists(folder.appending($0).appending(fileName)) }
    }
}
