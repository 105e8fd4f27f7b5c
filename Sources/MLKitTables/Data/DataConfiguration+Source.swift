internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

extension DataConfiguration {
    /// A file somewhere else, which the stage fetches and holds to its checksum.
    public struct RemoteSource: Hashable, Sendable {
        /// By http, https or s3.
        public var url: String
        /// SHA-256 of the whole file, 64 hexadecimal digits.
        public var sha256: String
        /// What it is called, by which its format is told; the last part of the address if `nil`.
        public var name: String?

        public init(url: String = "", sha256: String = "", name: String? = nil) {
            (self.url, self.sha256, self.name) = (url, sha256, name)
        }

        /// The address before a `?` or `#`: what stands behind may open it for whoever reads that.
        var shownName: String { String(url.prefix { $0 != "?" && $0 != "#" }) }

        /// What is wrong with an address that has a name or a password in it; `nil` for nothing.
        var secretProblem: Diagnostic? {
            let owner = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).dropFirst(2).first ?? ""
            guard !isObject, owner.contains("@") else { return nil }
            return .error(
                "an address with a name or a password in it would be kept in git, locks and logs",
                hint: "take out what stands before the `@`, and change the password, if it was committed")
        }

        /// By the part of the address before a `?` or `#`.
        var fileName: String { name ?? shownName.split(separator: "/").last.map(String.init) ?? "" }

        var isObject: Bool { url.hasPrefix("s3://") }
    }

    /// A database on a server, which is asked for what `read` says each time the stage runs.
    public struct DatabaseSource: Hashable, Sendable {
        /// As `DatabaseAddress` has it.
        public var address: String
        /// The variable of the environment that has the password.
        public var password: String?

        public init(address: String = "", password: String? = nil) {
            (self.address, self.password) = (address, password)
        }
    }

    /// Where rows come from.
    enum Source: Hashable, Sendable {
        case path(String)
        case remote(RemoteSource)
        case database(DatabaseSource)
    }

    /// Where its source is, if that is no file of the project.
    public var address: String? { remote?.url ?? database?.address }

    /// The key `source`.
    var place: Source {
        get { remote.map { .remote($0) } ?? database.map { .database($0) } ?? .path(source) }
        set {
            (source, remote, database) = ("", nil, nil)
            switch newValue {
            case .path(let path): source = path
            case .remote(let file): remote = file
            case .database(let server): database = server
            }
        }
    }

    /// What messages call a source that is no file of the project; `nil` for one that is.
    var sourceName: String? {
        remote?.fileName ?? database.map { DatabaseAddress($0.address)?.name ?? $0.address }
    }

    /// The address of such a source, without what may open it.
    var shownAddress: String? {
        remote?.shownName ?? database.map { DatabaseAddress($0.address)?.name ?? "a database" }
    }

    /// Whether rows come from files of the project.
    var isLocal: Bool { remote == nil && database == nil }
}

/// The keys of a source that is no file of the project.
struct DistantSource: Sendable {
    var url: String?
    var sha256: String?
    var name: String?
    var database: String?
    var password: String?

    init() {}

    /// The source as it stands in a spec.
    var json: JSON { .object((Self.keys.json(self).members ?? []).filter { $0.value != .null }) }

    init(_ file: DataConfiguration.RemoteSource) { (url, sha256, name) = (file.url, file.sha256, file.name) }

    init(_ server: DataConfiguration.DatabaseSource) { (database, password) = (server.address, server.password) }

    var source: DataConfiguration.Source {
        if let database { return .database(DataConfiguration.DatabaseSource(address: database, password: password)) }
        return .remote(DataConfiguration.RemoteSource(url: url ?? "", sha256: sha256 ?? "", name: name))
    }

    private static let address = TextPattern(
        "an address such as `https://example.org/data.csv` or `s3://bucket/data.csv`", expression: "(https?|s3)://.+"
    ) { text in
        let rest = ["https://", "http://", "s3://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) } ?? ""
        return !rest.isEmpty && !rest.contains(where: \.isNewline)
    }

    private static let checksum = TextPattern("64 hexadecimal digits", expression: "[0-9a-fA-F]{64}") { text in
        text.utf8.count == 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    static let keys = KeySet<DistantSource>(
        "`source`", blank: DistantSource(), oneOf: [urlName, databaseName],
        [
            Key(urlName, \.url, .pattern(address), "where a file is fetched from, by http, https or s3"),
            Key(checksumName, \.sha256, .pattern(checksum), "the SHA-256 of that file, which it has to have"),
            Key(nameName, \.name, .text, "what it is called, such as `people.csv`; the last part of the address if left out"),
            Key(
                databaseName, \.database, .text,
                "a database on a server, in place of a file: `postgresql://USER@HOST/DATABASE`, or `mysql://…`"),
            Key(passwordName, \.password, .pattern(.environmentVariable), "the variable of the environment that has its password"),
        ])

    static let urlName = "url"
    static let checksumName = "sha256"
    static let nameName = "name"
    static let databaseName = "database"
    static let passwordName = "password"
}

extension KeyType<DataConfiguration.Source> {
    static var source: Self {
        let (path, distant) = (KeyType<String>.path, KeyType<DistantSource>.object(DistantSource.keys))
        return KeyType(
            .either([path.schema, distant.schema]),
            read: { node in node.mapping == nil ? path.value(node).map { .path($0) } : distant.value(node)?.source },
            write: { value in
                switch value {
                case .path(let text): path.json(text)
                case .remote(let file): distant.json(DistantSource(file))
                case .database(let server): distant.json(DistantSource(server))
                }
            })
    }
}

extension TextPattern {
    /// What holds a secret, so that it stands in no file.
    static let environmentVariable = TextPattern(
        "the name of a variable of the environment", expression: "[A-Za-z_][A-Za-z0-9_]*") { text in
        text.utf8.first.map { !(0x30...0x39).contains($0) } == true
            && text.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) }
    }
}

/// What is wrong with a source that is no file of the project.
struct DistantSourceRules {
    let configuration: DataConfiguration
    /// The value of `source`.
    let node: Node?

    var problems: [Diagnostic] {
        guard let node, node.mapping != nil else { return [] }
        return node[DistantSource.databaseName] != nil ? databaseProblems(node) : fileProblems(node)
    }

    private func fileProblems(_ node: Node) -> [Diagnostic] {
        let lacking = [DistantSource.urlName, DistantSource.checksumName].filter { node[$0] == nil }.map { name in
            Diagnostic.error(
                "`source` needs the key `\(name)`", at: node.location,
                hint: name == DistantSource.urlName ? "where a file is fetched from; or `database`, where rows are asked for"
                    : "`sha256`: the SHA-256 of the file, which it has to have")
        }
        let stray = node[DistantSource.passwordName].map {
            Diagnostic.error("`\(DistantSource.passwordName)` is for a `database`", at: $0.location, hint: "take it out")
        }
        return lacking + [stray, addressProblem(node[DistantSource.urlName])].compactMap { $0 }
    }

    private func addressProblem(_ node: Node?) -> Diagnostic? {
        guard let node, let url = node.text else { return nil }
        if url.hasPrefix("s3://") {
            guard ObjectAddress(url) == nil else { return nil }
            return .error("`source` is no address of an object: `s3://BUCKET/KEY`", at: node.location)
        }
        let owner = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).dropFirst(2).first ?? ""
        guard owner.contains("@") else { return nil }
        return .error(
            "an address with a name or a password in it would be kept in git, locks and logs", at: node.location,
            hint: "take out what stands before the `@`, and change the password, if it was committed")
    }

    private func databaseProblems(_ node: Node) -> [Diagnostic] {
        let stray = [DistantSource.checksumName, DistantSource.nameName].compactMap { name in
            node[name].map { Diagnostic.error("`\(name)` is for a file that is fetched by `url`", at: $0.location, hint: "take it out") }
        }
        guard let place = node[DistantSource.databaseName], DatabaseAddress(configuration.database?.address ?? "") == nil else { return stray }
        return stray + [
            .error("`database` is no address of a database on a server", at: place.location, hint: "use \(DatabaseAddress.form)"),
        ]
    }
}
