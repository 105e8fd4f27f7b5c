internal import MLKitCore

/// What activations are written as, in mode `static`.
public enum ActivationType: String, CaseIterable, Sendable {
    /// With a zero point: the whole of the range is used.
    case uint8
    /// Symmetric, with zero in the middle: what some accelerators ask for.
    case int8
    /// As `uint8` and `int8`, with 256 times as many steps. ONNX Runtime multiplies floats then; processors for networks have kernels.
    case uint16
    case int16

    /// The bytes or words that stand for the ends of a range; symmetric ones leave the lowest out.
    var bounds: ClosedRange<Int> {
        switch self {
        case .uint8: 0...255
        case .int8: -127...127
        case .uint16: 0...65_535
        case .int16: -32_767...32_767
        }
    }

    var isSymmetric: Bool { bounds.lowerBound < 0 }
    var isWide: Bool { bounds.upperBound > 255 }

    /// A zero point as the operators take it.
    func scalar(_ value: Int) throws -> Tensor {
        let values: Tensor.Values =
            switch self {
            case .uint8: .uint8([UInt8(clamping: value)])
            case .int8: .int8([Int8(clamping: value)])
            case .uint16: .uint16([UInt16(clamping: value)])
            case .int16: .int16([Int16(clamping: value)])
            }
        return try Tensor(values, shape: [])
    }
}

/// How floats between two bounds are written as whole numbers: `value = scale * (number - zeroPoint)`.
///
/// The range is widened to hold zero, which is written exactly: zeros are what one-hot columns and rectified
/// units are full of. (Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", 2018, section 2.1.)
package struct ActivationScale: Hashable {
    let scale: Float
    let zeroPoint: Int
    /// Of the whole numbers.
    private let bounds: ClosedRange<Float>

    /// `nil` if the bounds are not finite, or so near that no step is a float with all its digits.
    package init?(covering range: ClosedRange<Float>, as type: ActivationType = .uint8) {
        var (low, high) = (min(range.lowerBound, 0), max(range.upperBound, 0))
        if type.isSymmetric { (low, high) = (-max(-low, high), max(-low, high)) }
        let steps = Float(type.bounds.upperBound - type.bounds.lowerBound)
        let step = high / steps - low / steps
        guard step.isFinite, step.isNormal || !(high - low).isNormal else { return nil }
        // A tensor that is always zero, or nearly, has no step; any will do.
        scale = step.isNormal ? step : 1
        bounds = Float(type.bounds.lowerBound)...Float(type.bounds.upperBound)
        zeroPoint = type.isSymmetric ? 0 : min(max(Int((-low / scale).rounded()), 0), type.bounds.upperBound)
    }

    /// What is left of a value: halves go to the even step, as `QuantizeLinear` has it. NaN stays NaN.
    package func rounded(_ value: Float) -> Float {
        let number = (value / scale).rounded(.toNearestOrEven) + Float(zeroPoint)
        return (min(max(number, bounds.lowerBound), bounds.upperBound) - Float(zeroPoint)) * scale
    }

    /// From the smallest to the largest value that can be written.
    package var values: ClosedRange<Float> {
        (bounds.lowerBound - Float(zeroPoint)) * scale...(bounds.upperBound - Float(zeroPoint)) * scale
    }
}
