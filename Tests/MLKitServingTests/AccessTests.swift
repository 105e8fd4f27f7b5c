import MLKitCore
import MLKitServing
import Testing

/// Keys and what they allow.
struct AccessTests {
    private func service(_ isPublic: Bool = false, keys: Bool = true) throws -> ModelService {
        let lines = APIKeys.line(name: "web", roles: [.predict], key: "one") + "# a comment\n\n"
            + APIKeys.line(name: "ops", roles: [.operate, .read], key: "two")
        let rule = AccessRule(keys: keys ? try APIKeys(parsing: lines, file: "keys") : nil, isPublic: isPublic)
        let model = try ServedModel(manifest: CensusEngine.manifest, engine: CensusEngine())
        return ModelService(ModelRepository([model]), access: rule)
    }

    private func status(_ service: ModelService, _ method: String, _ path: String, _ key: String?) -> Int {
        let fields = key.map { HeaderFields([.authorization: $0]) } ?? HeaderFields()
        return service.respond(to: Request(method: method, target: path, fields: fields,
            body: path.hasSuffix("/unload") ? [] : Array("[]".utf8))).status.rawValue
    }

    @Test(arguments: [
        ("POST", "/predict", nil, 401), ("POST", "/predict", "Bearer wrong", 401), ("POST", "/predict", "Basic one", 401),
        ("POST", "/predict", "Bearer one", 200), ("POST", "/predict", "bearer  one", 200), ("POST", "/predict", "Bearer two", 403),
        ("GET", "/metrics", "Bearer one", 403), ("GET", "/metrics", "Bearer two", 200), ("GET", "/v2/health/ready", nil, 200),
        ("GET", "/v2/models/census/ready", nil, 200), ("GET", "/v2/models/census", nil, 401), ("GET", "/", nil, 401),
        ("POST", "/v2/repository/models/census/unload", "Bearer one", 403),
        ("POST", "/v2/repository/models/census/unload", "Bearer two", 200),
        ("POST", "/invocations", nil, 401), ("POST", "/v1/models/census:predict", nil, 401), ("POST", "/v2/models/census/infer", nil, 401),
        ("GET", "/try", nil, 200), ("GET", "/try.js", nil, 200), ("GET", "/nothing", nil, 404), ("OPTIONS", "/predict", nil, 204),
    ] as [(String, String, String?, Int)])
    func asksForAKey(_ method: String, _ path: String, _ key: String?, _ expected: Int) throws {
        #expect(status(try service(), method, path, key) == expected)
    }

    @Test func withoutKeysOthersMayNotOperate() throws {
        let path = "/v2/repository/models/census/unload"
        #expect(status(try service(true, keys: false), "POST", path, nil) == 403)
        #expect(status(try service(false, keys: false), "POST", path, nil) == 200)
        #expect(status(try service(true, keys: false), "POST", "/predict", nil) == 200)
    }

    /// A page of another site must not have a browser of this machine operate the server.
    @Test(arguments: [
        ([:], 200), ([.host: "localhost:8080"], 200), ([.host: "[::1]:8080", .origin: "http://[::1]:8080", .fetchSite: "same-origin"], 200),
        ([.host: "localhost:8080", .fetchSite: "none"], 200), ([.host: "evil.example", .origin: "http://evil.example"], 403),
        ([.host: "127.0.0.1:8080", .origin: "http://evil.example"], 403), ([.host: "127.0.0.1:8080", .origin: "null"], 403),
        ([.host: "localhost:8080", .origin: "http://localhost:3000"], 403), ([.host: "localhost:8080", .fetchSite: "cross-site"], 403),
        ([.host: "localhost:8080", .fetchSite: "same-site"], 403), ([.host: "127.0.0.1:8080", .forwardedFor: "203.0.113.9"], 403),
        ([.host: "127.0.0.1:8080", .forwarded: "for=203.0.113.9"], 403), ([.host: "127.0.0.1:8080", .realIP: "203.0.113.9"], 403),
        ([.host: "127.0.0.1:8080", .via: "1.1 proxy"], 403),
    ] as [(KeyValuePairs<HeaderName, String>, Int)])
    func pagesOfOthersMayNotOperate(_ fields: KeyValuePairs<HeaderName, String>, _ expected: Int) throws {
        for action in ["load", "unload"] {
            let request = Request(method: "POST", target: "/v2/repository/models/census/\(action)", fields: HeaderFields(fields))
            #expect(try service(keys: false).respond(to: request).status.rawValue == expected)
        }
        let prediction = Request(method: "POST", target: "/predict", fields: HeaderFields(fields), body: Array("[]".utf8))
        #expect(try service(keys: false).respond(to: prediction).status == .ok)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.0.0.2", true), ("localhost", true), ("LOCALHOST", true), ("::1", true), ("[::1]:80", true),
        ("::ffff:127.0.0.1", true), ("127.0.0.1:8080", true), ("0.0.0.0", false), ("::", false), ("127.0.0.1.example.com", false),
        ("127.0.0.256", false), ("example.com", false), ("localhost.example.com", false), ("", false),
    ])
    func knowsThisMachine(_ host: String, _ isThisMachine: Bool) { #expect(AccessRule.isThisMachine(host) == isThisMachine) }

    /// Health is open to all, and tells whoever shows no key nothing of the models.
    @Test func whoShowsNoKeyIsToldOfNoModels() throws {
        for path in ["/v2/models/nope/ready", "/v2/models/census/versions/9/ready"] {
            let response = try service().respond(to: Request(method: "GET", target: path))
            #expect(response.bodyText == #"{"error":"this server has no such model, or not in that version"}"#)
            let fields = HeaderFields([.authorization: "Bearer two"])
            #expect(try service().respond(to: Request(method: "GET", target: path, fields: fields)).bodyText.contains("this server has `"))
        }
    }

    @Test func keepsNoKeys() {
        let line = APIKeys.line(name: "web", roles: [.read, .predict], key: "secret")
        #expect(line == "web predict,read sha256:\(ContentHash(of: "secret").hex)\n")
    }

    @Test(arguments: [
        ("web predict", "a line of keys is `NAME ROLES sha256:HASH`"),
        ("web predict sha256:abc", "a line of keys is `NAME ROLES sha256:HASH`"),
        ("web admin sha256:\(String(repeating: "0", count: 64))", "`admin` is not a list of roles"),
    ])
    func namesWhatIsWrong(_ line: String, _ message: String) {
        #expect(failure { try APIKeys(parsing: line, file: "keys") } == message)
    }
}
