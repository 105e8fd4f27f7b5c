internal import MLKitCore

/// Where a database is, without what opens it: `postgresql://reader@db.example.org:5432/shop?sslmode=require`.
///
/// Of the parameters that libraries know, only those go on that say how the connection is secured: others may name files to
/// read and programs to load.
struct DatabaseAddress: Hashable {
    enum Program: String, CaseIterable {
        case postgresql, postgres, mysql, mariadb

        var isPostgreSQL: Bool { self == .postgresql || self == .postgres }
    }

    /// How the connection is secured, in the words of libpq.
    enum Security: String, CaseIterable {
        case disable, prefer, require
        case verifyName = "verify-full"
    }

    let program: Program
    let user: String?
    let host: String
    let port: Int
    let database: String
    var security = Security.prefer

    /// Without user and parameters.
    var name: String { "\(program.rawValue)://\(host)/\(database)" }

    /// What an address has to be.
    static let form = "`postgresql://USER@HOST:PORT/DATABASE` or `mysql://…`, with `?sslmode=` and "
        + "\(Security.allCases.map(\.rawValue).joined(separator: ", ")) if that is to be said; no password"

    /// - Returns: `nil` for text of another form.
    init?(_ text: String) {
        guard let colon = text.firstRange(of: "://"), let program = Program(rawValue: String(text[..<colon.lowerBound])) else { return nil }
        self.program = program
        let parts = text[colon.upperBound...].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let place = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        guard place.count == 2, let database = Self.decoded(place[1]), !database.isEmpty else { return nil }
        self.database = database
        let owner = place[0].split(separator: "@", omittingEmptySubsequences: false)
        guard owner.count <= 2, let machine = owner.last else { return nil }
        user = owner.count == 2 ? Self.decoded(owner[0]) : nil
        // A password would be kept in git.
        guard owner.count == 1 || (user?.isEmpty == false && !owner[0].contains(":")) else { return nil }
        guard let (host, port) = Self.machine(machine) else { return nil }
        (self.host, self.port) = (host, port ?? (program.isPostgreSQL ? 5432 : 3306))
        guard parts.count == 2 else { return }
        let parameter = parts[1].split(separator: "=", omittingEmptySubsequences: false)
        guard parameter.count == 2, parameter[0] == "sslmode", let security = Security(rawValue: String(parameter[1])) else { return nil }
        self.security = security
    }

    /// `host`, `host:port`, `[::1]:port`, or the folder of a socket, escaped: `%2Fvar%2Frun%2Fpostgresql`.
    private static func machine(_ text: Substring) -> (host: String, port: Int?)? {
        var (host, rest) = (text, Substring())
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            (host, rest) = (text[text.index(after: text.startIndex)..<end], text[text.index(after: end)...])
        } else if let colon = text.firstIndex(of: ":") {
            (host, rest) = (text[..<colon], text[colon...])
        }
        guard let name = decoded(host), !name.isEmpty else { return nil }
        guard !rest.isEmpty else { return (name, nil) }
        guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65535).contains(port) else { return nil }
        return (name, port)
    }

    /// What `%20` and the like stand for; `nil` where that is no text, or has a NUL or a line break in it.
    private static func decoded(_ text: Substring) -> String? {
        var (bytes, rest) = ([UInt8](), Array(text.utf8)[...])
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard !bytes.contains(where: { $0 < 0x20 }), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return text
    }
}
