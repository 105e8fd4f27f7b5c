public import MLKitCore
public import MLKitSpec
public import SystemPackage

extension Template {
    /// Reads the template in a folder.
    ///
    /// - Parameter kinds: the kinds of stages that there are.
    /// - Throws: `Failure` with everything that is wrong with `template.yaml` and with the texts in `files/`.
    public init(at folder: FilePath, kinds: StageKinds, files: any FileSystem = LocalFileSystem()) throws {
        var reader = TemplateReader(folder: folder, kinds: kinds, files: files)
        self = try reader.read()
    }

    /// Reads a template by what a user calls it: the name of one that is built in, or a folder (with a `/` in it,
    /// or `.`), relative to `directory`. See `TemplateSources`, which also knows those that are fetched.
    public init(
        named source: String, builtIn: FilePath, directory: FilePath, kinds: StageKinds,
        files: any FileSystem = LocalFileSystem()
    ) throws {
        let sources = TemplateSources(builtIn: builtIn, directory: directory, files: files)
        try self.init(at: sources.resolve(source).folder, kinds: kinds, files: files)
    }

    /// The names of the templates in a folder, sorted.
    public static func names(in folder: FilePath, files: any FileSystem = LocalFileSystem()) throws -> [String] {
        guard try files.exists(folder) else { return [] }
        return try files.list(folder).filter { try files.exists(folder.appending($0).appending(fileName)) }
    }
}
