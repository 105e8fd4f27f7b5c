/// Weights as signed bytes, `weight = scale * byte`, and the bias in the unit of the products' sums.
struct QuantizedWeights {
    /// In the order of the tensor.
    let values: [Int8]
    /// One per channel, or one.
    let scales: [Float]
    /// One per channel; `value = bias * inputScale * scale`.
    let bias: [Int32]?

    /// Weights that integers are multiplied by.
    ///
    /// - Parameters:
    ///   - bias: One per channel.
    ///   - inputScale: The scale of the bytes that the weights are multiplied by; 1 where it is found out in each run.
    ///   - perChannel: Whether each channel has a scale of its own.
    init(_ weights: WeightTensor, bias: [Float]?, inputScale: Float, perChannel: Bool) {
        var scales = (0..<weights.channelCount).map { channel in
            // A sum keeps three quarters of its 32 bits for the products; the bias also gives a channel of zero
            // weights its scale.
            max(Self.safeScale(weights.elements(of: channel)), abs(bias?[channel] ?? 0) / inputScale / 0x1p29)
        }
        if !perChannel { scales = [scales.max() ?? 0] }
        scales = scales.map(Self.usable)
        let scale = { scales[perChannel ? $0 : 0] }
        values = Self.bytes(weights, scale)
        self.bias = bias?.enumerated().map { channel, value in
            let steps = Double(value) / (Double(inputScale) * Double(scale(channel)))
            return Int32(min(max(steps.rounded(), -0x1p30), 0x1p30))
        }
        self.scales = scales
    }

    /// Weights that are only kept as bytes, and multiplied as floats. Scales are such as 16 bits hold exactly, unless one is too large
    /// or too small for that.
    init(kept weights: WeightTensor, perChannel: Bool) {
        var scales = (0..<weights.channelCount).map { channel in
            let elements = weights.elements(of: channel)
            return perChannel ? Self.closestScale(elements) : (elements.lazy.map(abs).max() ?? 0) / 127
        }
        if !perChannel { scales = [scales.max() ?? 0] }
        scales = scales.map(Self.usable)
        let rounded = scales.map { Float16($0) }
        if rounded.allSatisfy(\.isNormal) { scales = rounded.map { Float($0) } }
        values = Self.bytes(weights) { scales[perChannel ? $0 : 0] }
        self.scales = scales
        bias = nil
    }

    /// What is multiplied: the bytes times their scales, in the order of the tensor.
    func dequantized(_ weights: WeightTensor) -> [Float] {
        values.indices.map { place in
            Float(values[place]) * scales[scales.count == 1 ? 0 : weights.channel(ofElement: place)]
        }
    }

    /// A channel of zeros has no scale; any will do. Of one that is nearly zero beside the others the step is the smallest there is.
    private static func usable(_ scale: Float) -> Float {
        scale > 0 ? min(max(scale, .leastNormalMagnitude), .greatestFiniteMagnitude) : 1
    }

    private static func bytes(_ weights: WeightTensor, _ scale: (Int) -> Float) -> [Int8] {
        weights.values.indices.map { place in
            let steps = weights.values[place] / scale(weights.channel(ofElement: place))
            return Int8(min(max(steps.rounded(), -127), 127))
        }
    }

    /// The scale at which no weight of a channel, and no sum of two neighbours of one sign, exceeds 127.
    ///
    /// Processors before VNNI multiply bytes in pairs (`vpmaddubsw`) and cut the sum of two products off at 16 bits.
    /// Two weights of a pair that together stay within 127 cannot reach that with any input, so a model gives the
    /// same answers on every machine. The usual remedy, 7 bits for every weight, is coarser.
    private static func safeScale(_ elements: [Float]) -> Float {
        stride(from: 0, to: elements.count, by: 2).reduce(0 as Float) { largest, place in
            let first = elements[place] / 127
            let second = place + 1 < elements.count ? elements[place + 1] / 127 : 0
            return max(largest, max(first, 0) + max(second, 0), -min(first, 0) - min(second, 0))
        }
    }

    /// Of some scales up to the one that cuts nothing off, the one with the smallest sum of squared errors: a few large weights
    /// may cost less cut off than all others cost in steps.
    private static func closestScale(_ elements: [Float]) -> Float {
        let whole = (elements.lazy.map(abs).max() ?? 0) / 127
        guard whole.isNormal else { return whole }
        // Squares of numbers that are very large or small are none.
        let unit = whole.binade
        var best = (scale: whole, error: Float.infinity)
        for part in [1, 0.95, 0.9, 0.85, 0.8] as [Float] {
            let scale = whole * part
            let error = elements.reduce(0 as Float) { sum, value in
                let difference = min(max((value / scale).rounded(), -127), 127) * scale - value
                return sum + difference / unit * (difference / unit)
            }
            if error < best.error { best = (scale, error) }
        }
        return best.scale
    }
}
