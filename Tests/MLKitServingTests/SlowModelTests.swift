import Glibc
import MLKitCore
import MLKitONNX
import MLKitServing
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
}
