/// Who may do what at this server.
public struct AccessRule: Sendable {
    private enum Keys {
        case open
        case given(APIKeys)
        /// Those that hold when a request comes.
        case file(KeyFile)
    }

    private let keys: Keys
    private let isPublic: Bool

    /// - Parameters:
    ///   - keys: `nil` for a server that asks for none.
    ///   - isPublic: whether others than this machine reach the server. Without keys they may not load or unload.
    public init(keys: APIKeys? = nil, isPublic: Bool = false) {
        self.keys = keys.map(Keys.given) ?? .open
        self.isPublic = isPublic
    }

    /// - Parameter file: `nil` for a server that asks for no keys.
    public init(file: KeyFile?, isPublic: Bool) {
        keys = file.map(Keys.file) ?? .open
        self.isPublic = isPublic
    }

    /// Why a request must not be answered; `nil` if it may.
    func refuse(_ request: Request, _ role: Role?) -> Response? {
        guard let role else { return nil }
        guard let keys = keysNow else { return role == .operate ? refuseToOperate(request) : nil }
        guard let entry = keys.entry(authorization: request.fields[.authorization]) else {
            var response = Response.error(.unauthorized, "this path needs `Authorization: Bearer KEY` with a key of the server")
            response.fields.append(Response.Field("www-authenticate", "Bearer"))
            return response
        }
        if entry.roles.contains(role) { return nil }
        return .error(.forbidden, "the key `\(entry.name)` has not the role `\(role.rawValue)`")
    }

    /// Whether a request may be told the names of models, if it need not show a key for what it asks.
    func mayKnowModels(_ request: Request) -> Bool {
        keysNow.map { $0.entry(authorization: request.fields[.authorization]) != nil } ?? true
    }

    /// Without keys nobody else may load and unload: no other machine, whether it asks itself or through a proxy, and no page
    /// of another site that a browser of this machine shows, whether it says so or has given this machine a name of its own.
    private func refuseToOperate(_ request: Request) -> Response? {
        if isPublic { return .error(.forbidden, "models are loaded and unloaded only with a key, as others reach this server") }
        let host = request.fields[.host]
        let site = request.fields[.fetchSite]
        let isOwnPage = request.fields[.origin].map { $0 == "http://\(host ?? "")" } ?? true
        let proxied: [HeaderName] = [.forwarded, .forwardedFor, .realIP, .via]
        let isDirect = !proxied.contains { request.fields.contains($0) }
        let isOwn = isDirect && isOwnPage && (site == nil || site == "same-origin" || site == "none")
            && host.map(Self.isThisMachine) ?? true
        return isOwn ? nil : .error(.forbidden, "models are loaded and unloaded only with a key by pages and names of others")
    }

    /// Whether the name of a host, with its port or without, is one by which only this machine reaches itself.
    public static func isThisMachine(_ host: String) -> Bool {
        var name = host.lowercased()[...]
        if name.hasPrefix("["), let end = name.firstIndex(of: "]") {
            name = name[..<end].dropFirst()
        } else if name.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1, let colon = name.firstIndex(of: ":") {
            name = name[..<colon]
        }
        if name == "localhost" || name == "::1" { return true }
        if name.hasPrefix("::ffff:") { name = name.dropFirst(7) }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private var keysNow: APIKeys? {
        switch keys {
        case .open: nil
        case .given(let keys): keys
        case .file(let file): file.keys
        }
    }
}
