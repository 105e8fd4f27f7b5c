internal import ArgumentParser
internal import MLKitCore
internal import MLKitDeployment
internal import MLKitSpec
internal import SystemPackage

/// Finds the model that a command is asked of. A bundle has all that is needed to ask it, so that it may lie anywhere; the
/// project is looked at only for what is not found without.
struct ModelFinder {
    static let modelHelp: ArgumentHelp = """
        A bundle's folder, wherever it lies; in a project a version under deploy/ or the beginning of one, `current` for the one \
        that is served; or an ONNX file.
        """
    static let fileHelp: ArgumentHelp = "The table, a file, a folder of files or a pattern in quotes; packed too."

    /// As it was typed.
    let name: String
    let project: ProjectOption
    let surroundings: Surroundings
    private let files = LocalFileSystem()

    init(name: String, project: ProjectOption, surroundings: Surroundings) {
        (self.name, self.project, self.surroundings) = (name, project, surroundings)
    }

    enum Found {
        /// Its folder.
        case bundle(FilePath)
        /// An ONNX file that is in no bundle, or is asked by another schema than the bundle's.
        case file(FilePath)

        var path: FilePath { switch self { case .bundle(let path), .file(let path): path } }
    }

    private var path: FilePath { surroundings.directory.pushing(FilePath(name)).lexicallyNormalized() }

    /// - Parameter hasSchema: whether the schema of a file was named.
    /// - Throws: `Failure` if there is no such model.
    func find(hasSchema: Bool) throws -> Found {
        guard path.extension == "onnx" else { return .bundle(try bundle()) }
        guard try files.exists(path) else { throw Failure("there is no file `\(name)`") }
        let folder = path.removingLastComponent()
        return try !hasSchema && path.stem == "model" && isBundle(folder) ? .bundle(folder) : .file(path)
    }

    /// The schema that the project's own data are held to, of which there has to be one.
    func projectSchema() throws -> FilePath {
        let (root, spec) = try load(or: "the schema of `\(name)` is not known", hint: "name it with `--schema FILE`")
        let schemas = spec.stages.flatMap(\.outputs).filter { $0.role == "schema" }.map { root.pushing(FilePath($0.path)) }
        guard schemas.count == 1 else {
            throw Failure(
                "the project has \(schemas.isEmpty ? "no schema" : "several schemas")", hint: "name the model's with `--schema FILE`")
        }
        return schemas[0]
    }

    private func isBundle(_ folder: FilePath) throws -> Bool { try files.exists(folder.appending("bundle.json")) }

    /// A bundle by its folder; the one that is served of a folder as `deploy/` is; one in such a folder; or one of the project.
    private func bundle() throws -> FilePath {
        if try isBundle(path) { return path }
        if let served = try bundle(named: "current", in: path) { return served }
        if let last = path.lastComponent?.string, let one = try bundle(named: last, in: path.removingLastComponent()) { return one }
        let (root, spec) = try load(or: "`\(name)` is no bundle", hint: "name the folder of one, in which its `bundle.json` lies")
        let folder = root.pushing(FilePath(spec.layout.deploy))
        if let one = try bundle(named: name, in: folder) { return one }
        let known = try Deployments(folder).versions().map(\.version)
        throw Failure(
            "no bundle `\(name)`",
            hint: known.isEmpty ? "deploy a model with `mlkit run`, or name an ONNX file" : Suggestion.hint(for: name, among: known))
    }

    private func bundle(named version: String, in folder: FilePath) throws -> FilePath? {
        guard try files.information(at: folder)?.kind == .directory else { return nil }
        let deployments = Deployments(folder)
        guard let found = try version == "current" ? deployments.current() : deployments.version(matching: version) else { return nil }
        return try isBundle(folder.appending(found)) ? folder.appending(found) : nil
    }

    /// The project; without one, what it would be needed for.
    private func load(or message: String, hint: String) throws -> (root: FilePath, spec: ProjectSpec) {
        let root: FilePath
        do { root = try project.root(surroundings) } catch let failure as Failure where project.project == nil {
            throw Failure(message, notes: failure.diagnostics.map(\.message), hint: hint)
        }
        return (root, try ProjectOption.spec(root))
    }
}
