import Glibc
import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature
import Synchronization
import Testing

/// Several models, and versions that change while they are asked.
struct RepositoryTests {
    /// Answers the number of its version.
    private struct VersionEngine: InferenceEngine {
        let number: Double
        let inputs = [ValueDescription(name: "x", type: .double, shape: ["N", 1])]
        let outputs = [ValueDescription(name: "prediction", type: .double, shape: ["N", 1])]

        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
            [try Tensor(.double([Double](repeating: number, count: inputs[0].count)), shape: inputs[0].shape)]
        }
    }

    private final class Source: ModelSource {
        let version: Mutex<Int>
        let isBroken = Mutex(false)
        let name: Mutex<String>
        let loads = Tally()
        /// Called when a model is loaded.
        let whileLoading: @Sendable () -> Void

        init(_ name: String, version: Int = 1, whileLoading: @escaping @Sendable () -> Void = {}) {
            self.name = Mutex(name)
            self.version = Mutex(version)
            self.whileLoading = whileLoading
        }

        func current() -> String? { version.withLock { "\($0)" } }

        func load() throws -> ServedModel {
            loads.add()
            whileLoading()
            if isBroken.withLock({ $0 }) { throw Failure("it is broken") }
            let number = version.withLock { $0 }
            let manifest = BundleManifest(
                name: name.withLock { $0 }, version: "\(number)", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
                inputs: [BundleInput(name: "x", type: .number)], files: [])
            return try ServedModel(manifest: manifest, engine: VersionEngine(number: Double(number)))
        }
    }

    private func answer(_ number: Int, of name: String = "a") -> String {
        #"{"model":{"name":"\#(name)","version":"\#(number)"},"predictions":[{"prediction":\#(number).0}]}"#
    }

    @Test func servesSeveralModels() throws {
        let service = ModelService(try ModelRepository(sources: [Source("a"), Source("b", version: 7)]))
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(1))
        try expect(service, "POST", "/predict/b", #"{"x":1}"#, status: 200, answer(7, of: "b"))
        try expect(service, "POST", "/predict/c", #"{"x":1}"#, status: 404, #"{"error":"unknown model `c`; this server has `a` and `b`"}"#)
        #expect(failure { try ModelRepository(sources: [Source("a"), Source("a")]) } == "two models have the name `a`")
    }

    @Test func followsItsPlace() throws {
        let source = Source("a")
        let repository = try ModelRepository(sources: [source])
        let service = ModelService(repository)
        #expect(repository.refresh().isEmpty)
        source.version.withLock { $0 = 2 }
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(1))
        #expect(repository.refresh().isEmpty)
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(2))
    }

    /// Remembers which of the models that it made are still held by somebody.
    private final class CountingSource: ModelSource {
        private struct Held: Sendable {
            weak let model: ServedModel?
        }

        private let source = Source("a")
        private let made = Mutex<[Held]>([])

        var held: Int { made.withLock { $0.count { $0.model != nil } } }

        func next() { source.version.withLock { $0 += 1 } }
        func current() -> String? { source.current() }

        func load() throws -> ServedModel {
            let model = try source.load()
            made.withLock { $0.append(Held(model: model)) }
            return model
        }
    }

    /// A version that was replaced is kept until the next look, for requests that have just begun, and then let go.
    @Test func whatWasReplacedIsLetGoAtTheNextLook() throws {
        let source = CountingSource()
        let repository = try ModelRepository(sources: [source])
        #expect(source.held == 1)
        source.next()
        #expect(repository.refresh().isEmpty && source.held == 2)
        #expect(repository.refresh().isEmpty && source.held == 1)
        for _ in 0..<5 {
            source.next()
            #expect(repository.refresh().isEmpty && source.held == 2)
        }
        #expect(repository.refresh().isEmpty && source.held == 1)
    }

    /// To take a model down may take long, and is not done by the thread that unloads it, which carries connections.
    @Test func whatWasUnloadedIsLetGoAtTheNextLook() throws {
        let source = CountingSource()
        let repository = try ModelRepository(sources: [source])
        let service = ModelService(repository)
        try expect(service, "POST", "/v2/repository/models/a/unload", status: 200, "{}")
        #expect(source.held == 1)
        #expect(repository.refresh().isEmpty && source.held == 0)
    }

    @Test func keepsWhatItHasWhereTheNextVersionIsBroken() throws {
        let source = Source("a")
        let repository = try ModelRepository(sources: [source])
        let service = ModelService(repository)
        source.version.withLock { $0 = 2 }
        source.isBroken.withLock { $0 = true }
        let told = repository.refresh()
        #expect(told.map(\.message) == ["version `2` of `a` cannot be served; `1` is served on"])
        #expect(told.first?.notes == ["it is broken"])
        #expect(repository.refresh().isEmpty, "it is told once")
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(1))
        try expect(service, "POST", "/v2/repository/index", status: 200,
            #"[{"name":"a","version":"1","state":"READY","reason":"it is broken"}]"#)
        source.version.withLock { $0 = 3 }
        source.isBroken.withLock { $0 = false }
        #expect(repository.refresh().isEmpty)
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(3))
    }

    /// The next version is served under its own name, and no longer under that of the one before.
    @Test func theNextVersionMayHaveAnotherName() throws {
        let source = Source("trees")
        let repository = try ModelRepository(sources: [source, Source("b", version: 7)])
        let service = ModelService(repository)
        source.version.withLock { $0 = 2 }
        source.name.withLock { $0 = "network" }
        #expect(repository.refresh().isEmpty)
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(2, of: "network"))
        try expect(service, "POST", "/predict/network", #"{"x":1}"#, status: 200, answer(2, of: "network"))
        #expect(try Transport.direct.ask(service, "GET", "/v2/models/network/ready").0 == 200)
        try expect(service, "GET", "/v2/models/trees", status: 404,
            #"{"error":"unknown model `trees`; this server has `network` and `b`"}"#)
        let (_, help) = try Transport.direct.ask(service, "GET", "/")
        #expect(try JSON(parsing: help)["model"] == ["name": "network", "version": "2"])
        source.version.withLock { $0 = 3 }
        source.name.withLock { $0 = "b" }
        #expect(repository.refresh().first?.notes == ["two models have the name `b`"])
        try expect(service, "POST", "/predict/network", #"{"x":1}"#, status: 200, answer(2, of: "network"))
        try expect(service, "POST", "/predict/b", #"{"x":1}"#, status: 200, answer(7, of: "b"))
    }

    @Test func aVersionThatIsMendedIsServed() throws {
        let source = Source("a")
        let repository = try ModelRepository(sources: [source])
        let service = ModelService(repository)
        source.version.withLock { $0 = 2 }
        source.isBroken.withLock { $0 = true }
        #expect(repository.refresh().count == 1)
        for _ in 0..<100 { #expect(repository.refresh().isEmpty, "the same is told once") }
        // Tried again, and ever more seldom.
        #expect((3...10).contains(source.loads.count))
        source.isBroken.withLock { $0 = false }
        for _ in 0..<120 { #expect(repository.refresh().isEmpty) }
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(2))
        try expect(service, "POST", "/v2/repository/index", status: 200, #"[{"name":"a","version":"2","state":"READY","reason":""}]"#)
    }

    /// What was said of a version holds while it is the one that should be served.
    @Test func aVersionThatIsChosenAgainIsTriedAgain() throws {
        let source = Source("a")
        let repository = try ModelRepository(sources: [source])
        let service = ModelService(repository)
        source.version.withLock { $0 = 2 }
        source.isBroken.withLock { $0 = true }
        #expect(repository.refresh().count == 1)
        for _ in 0..<20 { _ = repository.refresh() }
        source.version.withLock { $0 = 1 }
        #expect(repository.refresh().isEmpty)
        try expect(service, "POST", "/v2/repository/index", status: 200, #"[{"name":"a","version":"1","state":"READY","reason":""}]"#)
        source.version.withLock { $0 = 2 }
        source.isBroken.withLock { $0 = false }
        #expect(repository.refresh().isEmpty)
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(2))
    }

    /// Loading takes long; nobody waits for it but who asked, and only one model is loaded at a time.
    @Test func othersAreAnsweredWhileAModelIsLoaded() throws {
        let (isHeld, hasBegun) = (Flag(), Flag())
        let source = Source("a") {
            guard isHeld.isSet else { return }
            hasBegun.set()
            for _ in 0..<5000 where isHeld.isSet { usleep(1000) }
        }
        let server = try HTTPServer(service: ModelService(try ModelRepository(sources: [source])), port: 0)
        defer { server.stop(within: 2) }
        isHeld.set()
        let (loader, second, other) = (try Client(port: server.port), try Client(port: server.port), try Client(port: server.port))
        loader.post("/v2/repository/models/a/load", "")
        for _ in 0..<5000 where !hasBegun.isSet { usleep(1000) }
        other.post("/predict", #"{"x":1}"#)
        #expect(other.answer()?.body == answer(1))
        second.post("/v2/repository/models/a/load", "")
        let refused = second.answer()
        #expect(refused?.status == 503)
        #expect(refused?.body == #"{"error":"another model is being loaded"}"#)
        isHeld.clear()
        #expect(loader.answer()?.body == "{}")
    }

    /// The server is about to end: a version that is loaded meanwhile is for nobody.
    @Test func whatIsLoadedWhenTheServerEndsIsGivenUp() throws {
        let (isHeld, hasBegun) = (Flag(), Flag())
        let source = Source("a") {
            guard isHeld.isSet else { return }
            hasBegun.set()
            for _ in 0..<5000 where isHeld.isSet { usleep(1000) }
        }
        let repository = try ModelRepository(sources: [source])
        let service = ModelService(repository)
        source.version.withLock { $0 = 2 }
        isHeld.set()
        let follower = Thread { _ = repository.refresh() }
        for _ in 0..<5000 where !hasBegun.isSet { usleep(1000) }
        repository.stopFollowing()
        isHeld.clear()
        follower.join()
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(1))
        let before = source.loads.count
        #expect(repository.refresh().isEmpty && source.loads.count == before)
        // Who asks for it is answered as before.
        try expect(service, "POST", "/v2/repository/models/a/load", status: 200, "{}")
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(2))
    }

    @Test func loadsAndUnloads() throws {
        let source = Source("a")
        let service = ModelService(try ModelRepository(sources: [source, Source("b")]))
        try expect(service, "POST", "/v2/repository/models/a/unload", status: 200, "{}")
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 503, #"{"error":"the model `a` is not loaded"}"#)
        try expect(service, "GET", "/v2/models/a/ready", status: 503, #"{"name":"a","ready":false}"#)
        try expect(service, "GET", "/v2/health/ready", status: 503, #"{"live":true,"ready":false}"#)
        try expect(
            service, "POST", "/v2/repository/index", status: 200,
            #"[{"name":"a","state":"UNAVAILABLE","reason":"unloaded"},{"name":"b","version":"1","state":"READY","reason":""}]"#)
        try expect(service, "POST", "/v2/repository/index", #"{"ready":"yes"}"#, status: 400,
            #"{"error":"`ready` should be true or false"}"#)
        try expect(service, "POST", "/v2/repository/index", #"{"ready":false,"ready":true}"#, status: 400,
            #"{"error":"`ready` is given twice"}"#)
        try expect(service, "POST", "/v2/repository/index", #"{"ready":true}"#, status: 200,
            #"[{"name":"b","version":"1","state":"READY","reason":""}]"#)
        source.version.withLock { $0 = 2 }
        try expect(service, "POST", "/v2/repository/models/a/load", "{}", status: 200, "{}")
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 200, answer(2))
        try expect(
            service, "POST", "/v2/repository/models/a/load", #"{"parameters":{"config":"{}"}}"#, status: 400,
            #"{"error":"a model is loaded from its place; `parameters` are not known to this server"}"#)
        try expect(service, "POST", "/v2/repository/models/z/load", status: 404,
            #"{"error":"unknown model `z`; this server has `a` and `b`"}"#)
    }

    /// Versions change under load: every answer is whole, and of one version.
    @Test func noRequestIsLostOrMixedWhileVersionsChange() throws {
        let source = Source("a")
        let repository = try ModelRepository(sources: [source])
        let server = try HTTPServer(service: ModelService(repository), port: 0, limits: ServerLimits { $0.threads = 2 })
        let port = server.port
        let isDone = Flag()
        let wrong = Tally()
        let clients = (0..<4).map { _ in
            Thread {
                guard let client = try? Client(port: port) else { return wrong.add() }
                repeat {
                    client.post("/predict", #"{"x":1}"#)
                    let body = client.answer().flatMap { try? JSON(parsing: $0.body) }
                    let version = body?["model"]?["version"]?.string.flatMap { Double($0) }
                    if version == nil || body?["predictions"]?.array?.first?["prediction"]?.double != version { wrong.add() }
                } while !isDone.isSet
            }
        }
        for number in 2..<60 {
            source.version.withLock { $0 = number }
            #expect(repository.refresh().isEmpty)
            usleep(5000)
        }
        isDone.set()
        clients.forEach { $0.join() }
        server.stop(within: 1)
        #expect(wrong.count == 0)
    }
}
