internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitDeployment
internal import MLKitGit
package import MLKitSpec
internal import MLKitStages
internal import MLKitYAML
internal import SystemPackage

/// What a shell completes with names from the project.
package enum ProjectNames: Sendable {
    case items
    case sections
    case tags
    /// Names of stages, and those that several candidates of one stage share.
    case stages
    case sweeps
    /// The answers or options of the item that the command line names before.
    case answers
    /// Who answers for the project, answered or is to answer something, and the authors of the newest commits.
    case people
    /// Bundles under `deploy/`.
    case bundles
    /// The same with `current`, and models of stages; behind the beginning of a path, folders and ONNX files.
    case models

    /// - Parameters:
    ///   - words: the whole command line.
    ///   - beginning: what is there already of the word to be completed.
    ///   - kinds: the kinds of stage that there are.
    /// - Throws: if there is no project, or what is asked for cannot be read.
    package func candidates(_ words: [String], _ beginning: String, _ kinds: StageKinds) throws -> [String] {
        if case .models = self, beginning.contains("/") { return try Self.modelFiles(beginning) }
        let root = try Self.root(words)
        switch self {
        case .items: return ItemNames(try Self.items(root, kinds).map(\.id)).completions(of: beginning)
        case .sections: return try Self.lists(root, kinds).flatMap(\.sections).map(\.id).withoutRepetitions
        case .tags: return try Self.items(root, kinds).flatMap(\.tags).withoutRepetitions.sorted()
        case .stages: return try Self.spec(root, kinds).stages.flatMap { [$0.group, $0.name] }.withoutRepetitions
        case .sweeps: return try Self.spec(root, kinds).sweeps.map(\.name)
        case .answers: return try Self.answers(words, root, kinds)
        case .people: return try Self.people(root, kinds)
        case .bundles: return try Self.bundles(root, kinds)
        case .models:
            let bundles = try Self.bundles(root, kinds)
            let here = try Surroundings().directory
            let models = try Self.spec(root, kinds).models.values.sorted().map { root.pushing(FilePath($0)).name(in: here) }
            return (bundles.isEmpty ? [] : ["current"]) + bundles + models
        }
    }

    private static func spec(_ root: FilePath, _ kinds: StageKinds) throws -> ProjectSpec {
        let bytes = try LocalFileSystem().read(root.appending(ProjectSpec.fileName), limit: ProjectSpec.sizeLimit)
        return try ProjectSpec(parsing: bytes, kinds: kinds)
    }

    private static func answers(_ words: [String], _ root: FilePath, _ kinds: StageKinds) throws -> [String] {
        guard let command = words.firstIndex(where: { $0 == "answer" || $0 == "choose" }) else { return [] }
        let items = try items(root, kinds)
        guard let name = words[(command + 1)...].first(where: { !$0.hasPrefix("-") }) else { return [] }
        let id = try ItemNames(items.map(\.id)).resolve(name)
        return items.first { $0.id == id }.map { $0.answers.map(\.name) + $0.options.map(\.name) } ?? []
    }

    private static func people(_ root: FilePath, _ kinds: StageKinds) throws -> [String] {
        let repository = try Repository.discover(from: root, environment: Surroundings().git())
        let authors = try repository?.authors(limit: 200).map { "\($0.name) <\($0.email)>" } ?? []
        let owner = [try? spec(root, kinds).project.owner].compactMap { $0 ?? nil }
        return (["me"] + owner + (try Checklist.people(in: root)) + authors).withoutRepetitions
    }

    private static func bundles(_ root: FilePath, _ kinds: StageKinds) throws -> [String] {
        let deployments = Deployments(root.pushing(FilePath(try spec(root, kinds).layout.deploy)))
        return try deployments.versions().map(\.version)
    }

    private static func modelFiles(_ beginning: String) throws -> [String] {
        let start = beginning.prefix(through: beginning.lastIndex(of: "/") ?? beginning.startIndex)
        let folder = try Surroundings().directory.pushing(FilePath(String(start)))
        return try LocalFileSystem().list(folder).compactMap { name in
            guard !name.hasPrefix("."), let kind = try LocalFileSystem().information(at: folder.appending(name))?.kind else { return nil }
            return kind == .directory ? "\(start)\(name)/" : name.hasSuffix(".onnx") ? "\(start)\(name)" : nil
        }
    }

    private static func items(_ root: FilePath, _ kinds: StageKinds) throws -> [ChecklistItem] { try lists(root, kinds).flatMap(\.items) }

    /// The lists that can be read. Only `checklists` of `mlkit.yaml` is looked at, so that the rest may be wrong.
    private static func lists(_ root: FilePath, _ kinds: StageKinds) throws -> [ChecklistDefinition] {
        let files = LocalFileSystem()
        let bytes = try files.read(root.appending(ProjectSpec.fileName), limit: ProjectSpec.sizeLimit)
        let named = try YAMLDocument.parse(bytes, file: ProjectSpec.fileName)[SpecSchema.checklists]?.sequence
        let names = named?.compactMap(\.text) ?? ["end-to-end"]
        let finder = DefinitionFinder(
            project: root, builtIn: try Surroundings().installation().checklists, files: files)
        return names.compactMap { name in
            guard let path = try? finder.locate([name]).first, let bytes = try? files.read(path) else { return nil }
            return try? ChecklistDefinition(parsing: bytes, kinds: kinds, name: path.stem ?? name, file: name)
        }
    }

    /// The project's folder. Unlike a command, completing changes nothing there: no unfinished update is taken up.
    private static func root(_ words: [String]) throws -> FilePath {
        let here = try Surroundings().directory
        let option = words.lastIndex { $0 == "-C" || $0 == "--project" }
        let named = option.flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        var folder = named.map { here.pushing(FilePath($0)) } ?? here
        repeat {
            if try LocalFileSystem().exists(folder.appending(ProjectSpec.fileName)) { return folder }
        } while folder.removeLastComponent()
        throw Failure("no \(ProjectSpec.fileName)")
    }
}

extension [String] {
    fileprivate var withoutRepetitions: [String] {
        var seen = Set<String>()
        return filter { seen.insert($0).inserted }
    }
}

extension CompletionKind {
    /// Names that the project of the command line has. Nothing, if there is no project or it cannot be read: a shell
    /// that completes a word has no place for messages.
    static func names(_ names: ProjectNames) -> CompletionKind {
        .custom { words, _, beginning in (try? names.candidates(words, beginning, .builtIn)) ?? [] }
    }
}
