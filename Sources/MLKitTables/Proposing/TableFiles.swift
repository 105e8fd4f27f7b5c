public import MLKitCore
public import SystemPackage

/// The files that somebody means by one word: a file, a folder of files of one format, or a pattern of them.
public struct TableFiles: Sendable {
    public struct File: Sendable {
        public let path: FilePath
        /// Where a project has it, below its folder of original data.
        public let place: String
    }

    public let files: [File]
    /// What a project calls them all, below the same folder: `flats.csv`, `sales/*.csv`.
    public let source: String
    /// The folder they are in, and what they are called in it.
    private let folder: FilePath
    private let rest: String
    /// Of all files together.
    public let bytes: Int

    public var paths: [FilePath] { files.map(\.path) }

    /// - Parameters:
    ///   - argument: as it was typed.
    ///   - directory: what it is relative to.
    /// - Throws: `Failure` for what is no file, or no table.
    public init(_ argument: String, directory: FilePath, disk: any FileSystem = LocalFileSystem()) throws {
        let path = directory.pushing(FilePath(argument)).lexicallyNormalized()
        switch try disk.information(at: path)?.kind {
        case .file:
            let name = path.lastComponent?.string ?? argument
            (files, source) = ([File(path: path, place: name)], name)
            (folder, rest) = (path.removingLastComponent(), name)
        case .directory: (files, source, folder, rest) = try Self.folder(path, argument, disk)
        case .other: throw Failure("`\(argument)` is neither a file nor a folder")
        case nil: (files, source, folder, rest) = try Self.pattern(argument, directory, disk)
        }
        for file in files { try Self.check(file.path, argument, disk) }
        bytes = try files.reduce(0) { $0 + (try disk.information(at: $1.path)?.size ?? 0) }
    }

    /// What messages call one of them: a single file as it was typed.
    public func name(_ path: FilePath, of argument: String, in directory: FilePath) -> String {
        path.lastComponent?.string == rest ? argument : path.name(in: directory)
    }

    /// Whether a word is called as a file of a table is.
    public static func isCalledTable(_ word: String) -> Bool { SourceFormat.ending(word) != nil }

    /// What a project in which they lie calls them all; `nil` if they lie elsewhere.
    public func source(in project: FilePath) -> String? {
        var inside = folder
        guard inside.removePrefix(project) else { return nil }
        return inside.string.isEmpty ? rest : "\(inside)/\(rest)"
    }

    /// The tables in a folder itself, which have to end alike.
    private static func folder(
        _ path: FilePath, _ argument: String, _ disk: any FileSystem
    ) throws -> (files: [File], source: String, folder: FilePath, rest: String) {
        let names = try disk.list(path).filter { name in
            try !name.hasPrefix(".") && SourceFormat.ending(name) != nil && disk.information(at: path.appending(name))?.kind == .file
        }
        let endings = Set(names.compactMap { SourceFormat.ending($0) }).sorted()
        guard let ending = endings.first else {
            throw Failure(
                "the folder `\(argument)` has no table in it", notes: ["known endings are \(SourceFormat.known)"],
                hint: "files of folders in it are named by a pattern: `'\(argument)/**/*.csv'`")
        }
        guard endings.count == 1 else {
            throw Failure(
                "the folder `\(argument)` has files that end in \(Suggestion.list(endings.map { ".\($0)" }))",
                hint: "name those of one kind by a pattern: `'\(argument)/*.\(ending)'`")
        }
        let folder = plain(path.lastComponent?.string ?? "data")
        return (names.map { File(path: path.appending($0), place: "\(folder)/\($0)") }, "\(folder)/*.\(ending)", path, "*.\(ending)")
    }

    private static func pattern(
        _ argument: String, _ directory: FilePath, _ disk: any FileSystem
    ) throws -> (files: [File], source: String, folder: FilePath, rest: String) {
        guard Glob.isPattern(argument) else {
            let isAddress = argument.contains("://")
            let path = directory.pushing(FilePath(argument)).lexicallyNormalized()
            let beside = (try? disk.list(path.removingLastComponent())) ?? []
            let meant = path.lastComponent.flatMap { Suggestion.nearest(to: $0.string, among: beside) }
            throw Failure(
                "there is no file `\(argument)`",
                hint: isAddress
                    ? "fetch it first, as with `curl -O '\(argument)'`"
                    : meant.map { "did you mean `\(argument.dropLast(path.lastComponent?.string.count ?? 0))\($0)`?" })
        }
        let whole = argument.hasPrefix("/") ? argument : "\(directory)/\(argument)"
        let parts = whole.split(separator: "/").map(String.init)
        let fixed = parts.prefix { !Glob.isPattern($0) }
        let root = FilePath("/" + fixed.joined(separator: "/"))
        let rest = parts[fixed.count...].joined(separator: "/")
        let found = try Glob(rest).matches(in: root, files: disk).filter {
            try disk.information(at: root.pushing(FilePath($0)))?.kind == .file
        }
        guard !found.isEmpty else { throw Failure("no file matches `\(argument)`") }
        let folder = plain(fixed.last ?? "data")
        return (found.map { File(path: root.pushing(FilePath($0)), place: "\(folder)/\($0)") }, "\(folder)/\(rest)", root, rest)
    }

    /// A folder's name without what would make a pattern of it.
    private static func plain(_ name: String) -> String {
        String(name.map { "*?[]".contains($0) ? "-" : $0 })
    }

    /// What is no table by its first bytes is said to be that, whatever it is called.
    private static func check(_ path: FilePath, _ argument: String, _ disk: any FileSystem) throws {
        let name = path.lastComponent?.string ?? argument
        let start = try disk.read(path, from: 0, count: 16)
        try SourceFormat.check(name)
        if (try? SourceFormat(named: name)) != .sqlite, start.starts(with: Array("SQLite format 3".utf8)) {
            throw Failure("`\(argument)` is an SQLite database, whatever its name says", hint: "let its name end in .sqlite")
        }
    }
}
