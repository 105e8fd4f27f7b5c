import MLKitCore
import MLKitServing

/// An inference request with its tensors as bytes.
struct InferRequest {
    var path: String
    var head: JSON
    var tensors: [UInt8]

    /// A request of one row for each input: name, datatype and bytes.
    static func binary(
        _ model: String, _ inputs: [(String, String, [UInt8])], shape: [Int] = [1, 1], outputs: JSON? = nil) -> InferRequest {
        let entries = inputs.map { name, type, bytes -> JSON in
            [
                "name": .string(name), "datatype": .string(type), "shape": .array(shape.map { .int($0) }),
                "parameters": ["binary_data_size": .int(bytes.count)],
            ]
        }
        var members = [JSON.Member("inputs", .array(entries)), JSON.Member("parameters", ["binary_data_output": true])]
        if let outputs { members.append(.init("outputs", outputs)) }
        return InferRequest(path: "/v2/models/\(model)/infer", head: .object(members), tensors: inputs.flatMap(\.2))
    }

    func ask(_ service: some Service) -> Response {
        let head = head.compactBytes
        let fields = HeaderFields([.inferenceHeaderLength: "\(head.count)"])
        return service.respond(to: Request(method: "POST", target: path, fields: fields, body: head + tensors))
    }

    static func bytes(_ value: some Any) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }

    static func bytes(_ text: String) -> [UInt8] { bytes(UInt32(text.utf8.count)) + Array(text.utf8) }
}
