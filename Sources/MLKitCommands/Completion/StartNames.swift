internal import ArgumentParser
internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// What a shell completes where a project is made.
enum StartNames: Sendable {
    /// Those that come with mlkit, and folders behind the beginning of a path.
    case templates
    /// The columns of the table that the command line names before, or of the only one that `mlkit init` would find.
    case columns
    /// The columns of the table that is the second word of a command.
    case columnsOfFile

    /// - Parameters:
    ///   - words: the whole command line.
    ///   - beginning: what is there already of the word to be completed.
    /// - Throws: if what is asked for cannot be read.
    func candidates(_ words: [String], _ beginning: String) throws -> [String] {
        switch self {
        case .templates: try Self.templates(beginning)
        case .columns: try Self.columns(words)
        case .columnsOfFile: try Self.columnsOfFile(words)
        }
    }

    private static func templates(_ beginning: String) throws -> [String] {
        let surroundings = try Surroundings()
        guard beginning.contains("/") || beginning.hasPrefix(".") else {
            return try Template.names(in: surroundings.installation().templates)
        }
        let start = beginning.prefix(through: beginning.lastIndex(of: "/") ?? beginning.index(before: beginning.endIndex))
        guard start.hasSuffix("/") else { return ["./", "../"] }
        let folder = surroundings.directory.pushing(FilePath(String(start)))
        return try LocalFileSystem().list(folder).filter { name in
            try !name.hasPrefix(".") && LocalFileSystem().information(at: folder.appending(name))?.kind == .directory
        }.map { "\(start)\($0)/" }
    }

    /// Of a larger table that is no delimited text nothing is completed: it takes too long to read.
    private static let most = 64 << 20
    /// The part of a delimited text that is read.
    private static let start = 1 << 18

    private static func columns(_ words: [String]) throws -> [String] {
        let surroundings = try Surroundings()
        func value(_ options: String...) -> String? {
            words.lastIndex { options.contains($0) }.flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        }
        let folder = surroundings.directory.pushing(FilePath(value("-C", "--project") ?? "."))
        let found = try words.contains("init") ? RepositorySurvey(of: folder, environment: surroundings.git()).sourceTable : nil
        let only = found.map { folder.pushing(FilePath($0)).string }
        guard let name = value("--data") ?? only, let path = try TableFiles(name, directory: surroundings.directory).paths.first else {
            return []
        }
        var read = try value("--read").map { try ReadingOptions(parsing: $0, name: "--read") } ?? ReadingOptions()
        read.table = value("--table") ?? read.table
        return try Self.columns(of: path, name, read, surroundings)
    }

    /// Options with a value behind them, of the commands that take a model and a file.
    private static let valued: Set = [
        "-o", "--output", "--keep", "--read", "--schema", "--threads", "-C", "--project", "--row", "--column", "--to", "--fixed", "--class",
        "--method", "--orders", "--background", "--metric", "--repeats", "--most", "--seed", "--format",
    ]

    private static func columnsOfFile(_ words: [String]) throws -> [String] {
        let surroundings = try Surroundings()
        let given = words.dropFirst(2)
        let named = zip(given, words.dropFirst()).filter { !$0.hasPrefix("-") && !valued.contains($1) }.map(\.0)
        func value(_ options: String...) -> String? { zip(words, words.dropFirst()).first { options.contains($0.0) }?.1 }
        guard named.count > 1, let path = try TableFiles(named[1], directory: surroundings.directory).paths.first else { return [] }
        let model = surroundings.directory.pushing(FilePath(named[0]))
        let reading = try FileReading(value("--read"), of: [named[1]], project: value("-C", "--project"), model: model, surroundings)
        return try columns(of: path, named[1], reading.options(of: path), surroundings)
    }

    private static func columns(
        of path: FilePath, _ name: String, _ read: ReadingOptions, _ surroundings: Surroundings
    ) throws -> [String] {
        let context = StageContext(engines: surroundings.engines(), threads: 1)
        func columns(_ path: FilePath) throws -> [String] {
            try TableSurvey([path], name: name, names: { _ in name }, read: read, context: context).columns
        }
        guard let ending = path.extension?.lowercased(), ["csv", "tsv", "txt"].contains(ending) else {
            let size = try LocalFileSystem().information(at: path)?.size ?? 0
            return size > most ? [] : try columns(path)
        }
        let bytes = try LocalFileSystem().read(path, from: 0, count: start)
        let lines = bytes.count < start ? bytes[...] : bytes[...(bytes.lastIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex - 1)]
        let folderOfStart = try PrivateFolder()
        let file = try folderOfStart.write(Array(lines), to: "start.\(ending)")
        return try withExtendedLifetime(folderOfStart) { try columns(file) }
    }
}

extension CompletionKind {
    /// Nothing where it cannot be told, as of `names`.
    static func names(_ names: StartNames) -> CompletionKind {
        .custom { words, _, beginning in (try? names.candidates(words, beginning)) ?? [] }
    }
}
