public import MLKitCore
public import MLKitSpec
public import SystemPackage

extension DataConfiguration {
    /// The same stage with its source as a file on this machine: one that is somewhere else is fetched, or asked for, into a folder.
    ///
    /// - Throws: `Failure` where it cannot be fetched, or is another file than its checksum says.
    func fetched(_ paths: DataPaths, into folder: FilePath, _ context: StageContext) async throws -> (DataConfiguration, DataPaths) {
        var (configuration, paths) = (self, paths)
        if let remote {
            paths.sources = [try await SourceDownload(source: remote, context: context).fetch(into: folder)]
        } else if let database {
            let file = DatabaseFile(source: database, options: read)
            let (path, read) = try file.fetch(into: folder, log: context.log)
            (paths.sources, configuration.read) = ([path], read)
        }
        return (configuration, paths)
    }
}

/// A table at an address, as a file on this machine for as long as this is there.
public struct FetchedTable {
    public let path: FilePath
    /// How it is read.
    public let read: ReadingOptions
    /// What it is called: the address without what may open it for whoever reads that.
    public let name: String
    /// What a stage has as its `source` to read the same: `{url: …, sha256: …}`, or `{database: …}`.
    public let source: JSON
    private let folder: PrivateFolder

    /// Whether a text is the address of a table, and not the path of a file.
    public static func isAddress(_ text: String) -> Bool {
        ["http", "https", "s3"].contains { text.hasPrefix("\($0)://") } || isOfDatabase(text)
    }

    /// The part of an address by which whoever reads it may open what it stands for, by its name, such as the signature of a link that
    /// holds for some hours; `nil` for none.
    public static func secret(in address: String) -> String? {
        guard address.hasPrefix("http"), let query = address.split(separator: "?", maxSplits: 1).dropFirst().first else { return nil }
        let names = query.split { $0 == "&" || $0 == ";" || $0 == "#" }.compactMap { $0.split(separator: "=").first.map(String.init) }
        return names.first { name in
            let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
            return secretNames.contains(plain) || secretParts.contains { plain.contains($0) }
        }
    }

    private static let secretNames: Set = ["sig", "sas", "key", "auth", "pwd", "pass"]
    private static let secretParts = ["signature", "token", "credential", "passw", "secret", "apikey", "accesskey", "authorization"]

    private static func isOfDatabase(_ text: String) -> Bool {
        DatabaseAddress.Program.allCases.contains { text.hasPrefix("\($0.rawValue)://") }
    }

    /// - Parameter address: of a file by http, https or s3, or of a database; the password of one is where its own programs look for it.
    /// - Throws: `Failure` for what cannot be fetched, and for an address with a password in it.
    public init(_ address: String, read: ReadingOptions, context: StageContext) async throws {
        folder = try PrivateFolder()
        if Self.isOfDatabase(address) {
            guard let database = DatabaseAddress(address) else {
                throw Failure("that is no address of a database on a server", hint: "use \(DatabaseAddress.form)")
            }
            let source = DataConfiguration.DatabaseSource(address: address)
            (path, self.read) = try DatabaseFile(source: source, options: read).fetch(into: folder.path, log: context.log)
            name = database.name
            self.source = DistantSource(source).json
            return
        }
        var source = DataConfiguration.RemoteSource(url: address)
        if let problem = source.secretProblem { throw Failure([problem]) }
        if source.isObject, ObjectAddress(address) == nil {
            throw Failure("`\(source.shownName)` is no address of an object: `s3://BUCKET/KEY`")
        }
        path = try await SourceDownload(source: source, context: context).fetch(into: folder.path)
        (self.read, name) = (read, source.shownName)
        source.sha256 = try context.files.hash(path).hex
        self.source = DistantSource(source).json
    }
}
