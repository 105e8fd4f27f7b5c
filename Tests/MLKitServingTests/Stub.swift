import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature

/// Says ">50K" with 0.9 for whoever works more than 40 hours, else "<=50K" with 0.75; missing hours are 0.
struct CensusEngine: InferenceEngine {
    let inputs = [
        ValueDescription(name: "age", type: .double, shape: ["N", 1]),
        ValueDescription(name: "hours", type: .double, shape: ["N", 1]),
        ValueDescription(name: "workclass", type: .string, shape: ["N", 1]),
        ValueDescription(name: "citizen", type: .string, shape: ["N", 1]),
    ]
    let outputs = [
        ValueDescription(name: "label", type: .string, shape: ["N"]),
        ValueDescription(name: "probabilities", type: .float, shape: ["N", 2]),
    ]

    func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
        guard case .double(let hours) = inputs[1].values else { throw Failure("hours are not doubles") }
        let isRich = hours.map { $0 > 40 }
        let shares: [Float] = isRich.flatMap { $0 ? [0.125, 0.875] as [Float] : [0.75, 0.25] }
        let all = [
            "label": try Tensor(.string(isRich.map { $0 ? ">50K" : "<=50K" }), shape: [hours.count]),
            "probabilities": try Tensor(.float(shares), shape: [hours.count, 2]),
        ]
        return outputs.compactMap { all[$0] }
    }

    static let manifest = BundleManifest(
        name: "census", version: "0123456789ab", mlkit: "0.1.0", task: .binary, target: "income",
        classes: ["<=50K", ">50K"],
        inputs: [
            BundleInput(name: "age", type: .integer),
            BundleInput(name: "hours", type: .number, nullable: true),
            BundleInput(name: "workclass", type: .text, nullable: true, categories: ["Private", "State-gov"]),
            BundleInput(name: "citizen", type: .boolean),
        ],
        files: [])

    static func service(ignoring ignored: [String] = []) throws -> ModelService {
        var manifest = manifest
        manifest.signature.ignored = ignored
        return ModelService(try ServedModel(manifest: manifest, engine: CensusEngine()))
    }
}

/// Gives back its two inputs, a number and a pair for each row.
struct TwoEngine: InferenceEngine {
    let inputs = [ValueDescription(name: "a", type: .double, shape: ["N"]), ValueDescription(name: "b", type: .double, shape: ["N", 2])]
    var outputs: [ValueDescription] { inputs }

    func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] { inputs }
}

/// Gives back its one input, of any type and shape.
struct EchoEngine: InferenceEngine {
    let inputs: [ValueDescription]
    let outputs: [ValueDescription]

    init(_ type: ElementType, shape: [Dimension]) {
        inputs = [ValueDescription(name: "x", type: type, shape: shape)]
        outputs = [ValueDescription(name: "prediction", type: type, shape: shape)]
    }

    func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] { inputs }

    static func service(_ type: ElementType, shape: [Dimension]) throws -> ModelService {
        let input = BundleInput(name: "x", type: type == .string ? .text : .number, nullable: true)
        let manifest = BundleManifest(
            name: "echo", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [], inputs: [input],
            files: [])
        return ModelService(try ServedModel(manifest: manifest, engine: EchoEngine(type, shape: shape)))
    }
}
