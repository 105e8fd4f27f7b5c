import MLKitCore
import MLKitServing
import MLKitTestSupport
import SystemPackage
import Testing

/// A file of keys that changes under a server.
struct KeyFileTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func status(_ service: ModelService, _ key: String) -> Int {
        let fields = HeaderFields([.authorization: "Bearer \(key)"])
        return service.respond(to: Request(method: "POST", target: "/predict", fields: fields, body: Array("[]".utf8))).status.rawValue
    }

    @Test func followsItsFile() throws {
        let path = try scratch.write(APIKeys.line(name: "web", roles: [.predict], key: "one"), to: "keys")
        let file = try KeyFile(path)
        let model = try ServedModel(manifest: CensusEngine.manifest, engine: CensusEngine())
        let service = ModelService(ModelRepository([model]), access: AccessRule(file: file, isPublic: true))
        #expect(status(service, "one") == 200 && status(service, "two") == 401)

        try scratch.write(APIKeys.line(name: "web", roles: [.predict], key: "two"), to: "keys")
        #expect(file.refresh().isEmpty)
        #expect(status(service, "one") == 401 && status(service, "two") == 200)
    }

    /// Lines end as they do on other systems, too.
    @Test func linesMayEndOtherwise() throws {
        let lines = "# name roles hash\r\n" + APIKeys.line(name: "web", roles: [.predict], key: "one").replacing("\n", with: "\r\n")
        let file = try KeyFile(try scratch.write(lines, to: "keys"))
        let model = try ServedModel(manifest: CensusEngine.manifest, engine: CensusEngine())
        #expect(status(ModelService(ModelRepository([model]), access: AccessRule(file: file, isPublic: true)), "one") == 200)
    }

    /// A file that was half written, or is gone, locks nobody out and lets nobody in.
    @Test func whatCannotBeReadChangesNothing() throws {
        let path = try scratch.write(APIKeys.line(name: "web", roles: [.predict], key: "one"), to: "keys")
        let file = try KeyFile(path)
        let model = try ServedModel(manifest: CensusEngine.manifest, engine: CensusEngine())
        let service = ModelService(ModelRepository([model]), access: AccessRule(file: file, isPublic: true))
        try scratch.write("web predict sha2", to: "keys")
        let told = file.refresh()
        #expect(told.map(\.message) == ["the keys in `\(path)` cannot be read; those from before hold on"])
        #expect(told.first?.notes == ["line 1: a line of keys is `NAME ROLES sha256:HASH`"])
        #expect(file.refresh().isEmpty, "it is told once")
        #expect(file.refresh(isAsked: true).count == 1)
        try LocalFileSystem().remove(path)
        #expect(file.refresh().count == 1)
        #expect(status(service, "one") == 200 && status(service, "two") == 401)
    }
}
