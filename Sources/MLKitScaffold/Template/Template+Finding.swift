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

extension Template {
    /// Why a folder without a `template.yaml` is no template.
    static func missing(in folder: FilePath, _ files: any FileSystem) throws -> Failure {
        guard try files.exists(folder) else {
            return Failure("`\(folder)` is no template: there is no such folder")
        }
        let isForeign = try CookiecutterTemplate.isTemplate(folder, files: files)
        return Failure(
            "`\(folder)` is no template\(isForeign ? " of mlkit" : ""): it has no \(fileName)",
            hint: isForeign ? "it is one of cookiecutter: `mlkit new` makes projects from it, but cannot update them" : nil)
    }
}

extension Template {
    /// The template's files by where they stand in it, in order: `files/README.md.stencil`.
    public var sources: [String] { files.map(\.source) }
}

extension Question {
    /// The default as the template has it; `nil` if there is none.
    public var defaultText: String? {
        switch defaultAnswer {
        case nil: nil
        case .value(let value): text(of: value)
        case .template(let template): template.text
        }
    }

    /// The condition on which the question is asked, as the template has it.
    public var conditionText: String? { condition?.text }
}
