internal import MLKitONNX

/// How a stage, or the command, is asked to quantize.
public enum QuantizationMethod: String, CaseIterable, Sendable {
    case `static`
    case dynamic
    case weights
    case float16
    /// Static and dynamic, of which the better is taken.
    case auto

    /// The modes that are tried.
    var modes: [QuantizationMode] {
        switch self {
        case .static: [.static]
        case .dynamic: [.dynamic]
        case .weights: [.weights]
        case .float16: [.float16]
        case .auto: [.static, .dynamic]
        }
    }
}

extension QuantizationMode {
    var method: QuantizationMethod {
        switch self {
        case .static: .static
        case .dynamic: .dynamic
        case .weights: .weights
        case .float16: .float16
        }
    }
}
