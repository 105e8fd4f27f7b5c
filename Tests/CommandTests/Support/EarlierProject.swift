import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A project that mlkit 0.1 made, unpacked into a fresh folder. `Tests/Fixtures/projects/make.sh` says what each holds.
struct EarlierProject {
    let scratch: ScratchDirectory
    let path: FilePath
    private let name: String

    private static let folder = BuiltTool.sourceRoot.pushing("Tests/Fixtures/projects")
    private static let suffix = ".tar.gz"

    /// All there are.
    static let names = ((try? LocalFileSystem().list(folder)) ?? []).filter { $0.hasSuffix(suffix) }
        .map { String($0.dropLast(suffix.count)) }.sorted()

    /// Those whose stages are all up to date.
    static let finished = names.filter { $0 != "own-applied" && !["tabular", "python", "pytorch"].contains(template($0)) }

    /// Those that `mlkit new` made from a built-in template, with lines of the user's own since.
    static let fresh = names.filter { ["tabular", "python", "pytorch", "minimal"].contains(template($0)) }

    private static func template(_ name: String) -> String { String(name.prefix { $0 != "-" }) }

    init(_ name: String) async throws {
        self.name = name
        scratch = try ScratchDirectory()
        let archive = Self.folder.appending(name + Self.suffix)
        try await SampleProject.expectSuccess(
            BuiltTool.run(
                "tar", ["--extract", "--same-permissions", "--no-same-owner", "--file", archive.string],
                in: scratch.path))
        let folder = scratch.path.appending(name)
        path = try LocalFileSystem().exists(folder.appending("mlkit.yaml")) ? folder : folder.appending("project")
    }

    /// What 0.1 said of it.
    func expected(_ file: String) throws -> JSON { try JSON(parsing: Array(expectedText(file).utf8)) }

    func expectedText(_ file: String) throws -> String {
        try LocalFileSystem().readText(Self.folder.appending("\(name).expected").appending(file))
    }

    func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome { try await mlkit(arguments) }

    func mlkit(_ arguments: [String]) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: path)
    }

    /// What a command writes as JSON.
    func json(_ arguments: String...) async throws -> JSON {
        let outcome = try await BuiltTool.mlkit(arguments + ["--format", "json"], in: path)
        return try JSON(parsing: Array(outcome.output.utf8))
    }

    /// What git prints.
    func git(_ arguments: String...) async throws -> String {
        let outcome = try await BuiltTool.run(
            "git", arguments, in: path, environment: ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"])
        return try SampleProject.expectSuccess(outcome).output
    }

    func read(_ file: String) throws -> String { try LocalFileSystem().readText(path.pushing(FilePath(file))) }

    /// The hashes of some files and folders, by name.
    func hashes(_ names: [String]) throws -> [String: ContentHash] {
        var hashes: [String: ContentHash] = [:]
        for name in names { try add(name, &hashes) }
        return hashes
    }

    private func add(_ name: String, _ hashes: inout [String: ContentHash]) throws {
        let files = LocalFileSystem()
        let file = path.pushing(FilePath(name))
        guard try files.information(at: file)?.kind == .directory else {
            return hashes[name] = ContentHash(of: try files.read(file))
        }
        for entry in try files.list(file) { try add("\(name)/\(entry)", &hashes) }
    }

    func remove(_ names: [String]) throws {
        for name in names { try LocalFileSystem().remove(path.pushing(FilePath(name))) }
    }

    /// Puts the newer version of its template in the place of the one it was made from.
    func takeNewerTemplate() throws {
        let folder = path.removingLastComponent()
        try LocalFileSystem().remove(folder.appending("template"))
        try LocalFileSystem().rename(folder.appending("template-2"), to: folder.appending("template"))
    }
}
