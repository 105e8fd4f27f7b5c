internal import MLKitCore
internal import MLKitONNXFormat

/// Rewrites a model so that its weights, and in some modes its activations, are written in fewer bits.
///
/// In the graph and the graphs within it (branches, bodies of loops), the nodes of `WeightedNode` are changed; all else is left as
/// it is.
public struct Quantizer: Sendable {
    public struct Options: Hashable, Sendable {
        public var mode: QuantizationMode
        /// One scale per output channel of a weight: more precise, and nine bytes larger per channel.
        public var perChannel: Bool
        /// 8, or in mode `weights` 4: matrices then have a scale for every 32 weights of a column.
        public var bits: Int
        /// Nodes that are left in float, by name, or by what they compute where they have none.
        public var kept: Set<String>
        /// What activations are written as, in mode `static`.
        public var activations = ActivationType.uint8

        public init(mode: QuantizationMode = .static, perChannel: Bool = true, bits: Int = 8, kept: Set<String> = []) {
            self.mode = mode
            self.perChannel = perChannel
            self.bits = bits
            self.kept = kept
        }

        /// The first version of ONNX's operators that can write what is asked.
        var oldestOperators: Int {
            switch mode {
            case .float16: 6
            case .static where activations.isWide: 21
            case .static, .dynamic, .weights: OperatorSetUpgrade.perChannel
            }
        }

        var wantsFourBits: Bool { bits == 4 && mode == .weights }
    }

    public var options: Options

    public init(options: Options = Options()) {
        self.options = options
    }

    /// The model with every node quantized that can be.
    ///
    /// - Parameter ranges: In mode `static`, the range of each tensor that is multiplied, as a `Calibrator` finds them. A node whose
    ///   input has none is left in float.
    /// - Throws: `Failure` if the model's operator set is too old to express quantization.
    public func quantize(model: Model, ranges: [String: ClosedRange<Float>] = [:]) throws -> QuantizationResult {
        let needed = options.oldestOperators
        guard model.operatorSet >= min(needed, OperatorSetUpgrade.perChannel) else {
            throw Failure(
                "the model uses version \(model.operatorSet) of ONNX's operators, and quantization needs \(needed) or later",
                hint: "export the model anew with a later operator set")
        }
        let model = try needed > OperatorSetUpgrade.perChannel ? model.upgraded(to: needed) : model.withoutListedConstants
        var pass = QuantizationPass(options: options, ranges: ranges, on: model)
        var result = QuantizationResult(model: model)
        result.model.format.graph = try pass.rewrite(model.format.graph).withoutUnusedConstants
        (result.quantizedNodes, result.skipped, result.inBytes, result.zeroed) = (pass.quantized, pass.skipped, pass.inBytes, pass.zeroed)
        if result.model.uses(domain: "com.microsoft") { result.model.importContributed() }
        return result
    }
}

extension Model {
    /// The version of ONNX's own operators that the model uses; 0 if it does not say.
    var operatorSet: Int {
        Int(format.opsetImport.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }?.version ?? 0)
    }

    /// Whether there is an operator that a quantizer looks at, in the graph or in a function that the model defines.
    public var hasWeightedNodes: Bool {
        format.graph.hasWeightedNodes || format.functions.contains { $0.node.hasWeightedNodes }
    }

    func uses(domain: String) -> Bool { format.graph.uses(domain: domain) }

    /// Names the operators that ONNX Runtime has beside ONNX's.
    mutating func importContributed() {
        guard !format.opsetImport.contains(where: { $0.domain == "com.microsoft" }) else { return }
        var set = Onnx_OperatorSetIdProto()
        (set.domain, set.version) = ("com.microsoft", 1)
        format.opsetImport.append(set)
    }
}

extension Onnx_GraphProto {
    fileprivate var hasWeightedNodes: Bool { node.hasWeightedNodes }

    fileprivate func uses(domain: String) -> Bool {
        node.contains { $0.domain == domain || $0.graphs.contains { $0.uses(domain: domain) } }
    }
}

extension [Onnx_NodeProto] {
    fileprivate var hasWeightedNodes: Bool {
        contains { WeightedNode.isCandidate($0) || $0.graphs.contains(where: \.hasWeightedNodes) }
    }
}
