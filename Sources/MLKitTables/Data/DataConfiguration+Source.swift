internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

extension DataConfiguration {
    /// A file somewhere else, which the stage fetches and holds to its checksum.
    public struct RemoteSource: Hashable, Sendable {
        public var url = ""
        /// SHA-256 of the whole file, 64 hexadecimal digits.
        public var sha256 = ""
        /// What it is called, by which its format is told; the last part of the address if `nil`.
        public var name: String?

        public init(url: String = "", sha256: String = "", name: String? = nil) {
            (self.url, self.sha256, self.name) = (url, sha256, name)
        }

        /// By the part of the address before a `?` or `#`.
        var fileName: String {
            let path = url.prefix { $0 != "?" && $0 != "#" }
            return name ?? path.split(separator: "/").last.map(String.init) ?? ""
        }
    }

    /// Where rows come from.
    enum Source: Hashable, Sendable {
        case path(String)
        case remote(RemoteSource)
    }

    /// The key `source`.
    var place: Source {
        get { remote.map { .remote($0) } ?? .path(source) }
        set {
            switch newValue {
            case .path(let path): (source, remote) = (path, nil)
            case .remote(let file): (source, remote) = ("", file)
            }
        }
    }
}

extension DataConfiguration.RemoteSource {
    private static let address = TextPattern("an address such as `https://example.org/data.csv`", expression: "https?://.+") { text in
        let rest = text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : ""
        return !rest.isEmpty && !rest.contains(where: \.isNewline)
    }

    private static let checksum = TextPattern("64 hexadecimal digits", expression: "[0-9a-fA-F]{64}") { text in
        text.utf8.count == 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    fileprivate static let keys = KeySet<DataConfiguration.RemoteSource>(
        "`source`", blank: DataConfiguration.RemoteSource(),
        [
            Key("url", \.url, .pattern(address), "where it is fetched from, by http or https", required: true),
            Key("sha256", \.sha256, .pattern(checksum), "the SHA-256 of the file, which it has to have", required: true),
            Key("name", \.name, .text, "what it is called, such as `people.csv`; the last part of the address if left out"),
        ])
}

extension KeyType<DataConfiguration.Source> {
    static var source: Self {
        let (path, remote) = (KeyType<String>.path, KeyType<DataConfiguration.RemoteSource>.object(DataConfiguration.RemoteSource.keys))
        return KeyType(
            .either([path.schema, remote.schema]),
            read: { node in node.mapping == nil ? path.value(node).map { .path($0) } : remote.value(node).map { .remote($0) } },
            write: { value in
                switch value {
                case .path(let text): path.json(text)
                case .remote(let file): remote.json(file)
                }
            })
    }
}
