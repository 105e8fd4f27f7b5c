import Glibc
import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature
import Testing

/// What a model takes for its tensors nobody can tell beforehand, and others do not wait for it.
struct SlowModelTests {
    private struct SlowEngine: InferenceEngine {
        let isDone: Flag
        let inputs = [ValueDescription(name: "x", type: .double, shape: ["N"])]
        var outputs: [ValueDescription] { inputs }

        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
            for _ in 0..<20_000 where !isDone.isSet { usleep(1000) }
            return inputs
        }
    }

    @Test func aSmallRequestHoldsNobodyUp() throws {
        let isDone = Flag()
        let model = try ServedModel(name: "slow", version: "1", engine: SlowEngine(isDone: isDone))
        let limits = ServerLimits { $0.deadline = 0.5 }
        let server = try HTTPServer(service: ModelService(ModelRepository([model]), limits: limits), port: 0, limits: limits)
        defer { server.stop(within: 5) }
        defer { isDone.set() }
        let client = try Client(port: server.port)
        client.post("/v2/models/slow/infer", #"{"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[1]}]}"#)
        let other = try Client(port: server.port)
        other.send("GET /v2/health/live HTTP/1.1\r\nhost: test\r\n\r\n")
        #expect(other.answer()?.status == 200)
        #expect(client.answer()?.status == 504)
        #expect(!isDone.isSet)
    }

    /// Works for a while, or waits for one.
    private struct TryingEngine: InferenceEngine {
        let works: Bool
        let inputs = [ValueDescription(name: "x", type: .double, shape: ["N", 1])]
        let outputs = [ValueDescription(name: "prediction", type: .double, shape: ["N", 1])]

        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
            guard works else {
                usleep(20_000)
                return inputs
            }
            var (begun, now) = (timespec(), timespec())
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begun)
            repeat { clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) } while (now.tv_sec - begun.tv_sec) * 1_000_000_000
                + now.tv_nsec - begun.tv_nsec < 5_000_000
            return inputs
        }
    }

    /// On a machine that has much else to do every model takes long by the clock, and none is handed to another thread for that.
    @Test(arguments: [true, false]) func whatWorksLongIsSlow(works: Bool) throws {
        let manifest = BundleManifest(
            name: "a", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: .number)], files: [])
        let service = ModelService(try ServedModel(manifest: manifest, engine: TryingEngine(works: works)))
        let request = Request(method: "POST", target: "/predict", body: Array(#"{"x":1}"#.utf8))
        #expect(!service.isLong(request))
        for _ in 0..<2 { #expect(service.respond(to: request).status == .ok) }
        #expect(service.isLong(request) == works)
    }
}
