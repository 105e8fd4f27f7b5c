internal import MLKitONNXFormat

/// The versions of ONNX that mlkit writes.
///
/// Not the newest: operator set 17 and ai.onnx.ml 3 have all that is needed, and every ONNX Runtime since 1.12
/// (2022) runs them.
enum OperatorSet {
    /// IR version 8 is the one that came with operator set 17.
    static let irVersion: Int64 = 8

    static func version(of domain: String) -> Int64 {
        switch domain {
        case "": 17
        case "ai.onnx.ml": 3
        default: 1
        }
    }

    /// What a model imports whose nodes are of these domains: ONNX's own, then the others by name.
    static func imports(_ domains: Set<String>) -> [Onnx_OperatorSetIdProto] {
        domains.union([""]).sorted().map { domain in
            var set = Onnx_OperatorSetIdProto()
            set.domain = domain
            set.version = version(of: domain)
            return set
        }
    }
}
