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
        guard let keys = keysNow else {
            guard role == .operate, isPublic else { return nil }
            return .error(.forbidden, "models are loaded and unloaded only with a key, as others reach this server")
        }
        guard let entry = keys.entry(authorization: request.fields[.authorization]) else {
            var response = Response.error(.unauthorized, "this path needs `Authorization: Bearer KEY` with a key of the server")
            response.fields.append(Response.Field("www-authenticate", "Bearer"))
            return response
        }
        if entry.roles.contains(role) { return nil }
        return .error(.forbidden, "the key `\(entry.name)` has not the role `\(role.rawValue)`")
    }

    private var keysNow: APIKeys? {
        switch keys {
        case .open: nil
        case .given(let keys): keys
        case .file(let file): file.keys
        }
    }
}
