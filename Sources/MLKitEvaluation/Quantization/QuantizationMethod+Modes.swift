internal import MLKitONNX
internal import MLKitReports

extension QuantizationMethod {
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
