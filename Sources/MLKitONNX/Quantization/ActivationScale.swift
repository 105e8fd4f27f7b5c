/// How floats between two bounds are written as bytes: `value = scale * (byte - zeroPoint)`.
///
/// The range is widened to hold zero, which is written exactly: zeros are what one-hot columns and rectified
/// units are full of. (Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", 2018, section 2.1.)
struct ActivationScale: Hashable {
    let scale: Float
    let zeroPoint: UInt8

    /// `nil` if the bounds are not finite.
    init?(covering range: ClosedRange<Float>) {
        let low = min(range.lowerBound, 0)
        let high = max(range.upperBound, 0)
        let step = high / 255 - low / 255
        guard step.isFinite else { return nil }
        // A tensor that is always zero has no step; any will do.
        scale = step.isNormal ? step : 1
        zeroPoint = UInt8(clamping: Int((-low / scale).rounded()))
    }
}
