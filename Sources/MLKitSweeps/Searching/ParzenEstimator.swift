internal import Glibc
internal import MLKitCore

/// The density of one parameter's values, estimated from some of them. A prior, which is as likely everywhere, keeps
/// anything from being ruled out: it weighs as much as one number, or as one more of each value of a list.
enum ParzenEstimator {
    /// Of each value of a list.
    case weights([JSON: Double], values: [JSON])
    case mixture(NumberAxis, [Kernel])

    /// A normal distribution cut off at both ends of the axis.
    struct Kernel {
        var mean: Double
        var deviation: Double
        /// How much of the whole distribution lies on the axis.
        var mass: Double
    }

    init(_ axis: SearchSpace.Axis, _ observed: [JSON]) {
        switch axis {
        case .values(let values):
            var weights = Dictionary(values.map { ($0, 1.0) }) { first, _ in first }
            for value in observed { weights[value, default: 0] += 1 }
            let sum = Double(observed.count + values.count)
            self = .weights(weights.mapValues { $0 / sum }, values: values)
        case .numbers(let axis):
            self = .mixture(axis, Self.kernels(axis, observed.compactMap(\.double).map { axis.place(of: $0) }))
        }
    }

    /// A kernel at each place, as wide as the further of its neighbours is away, and a wide one for the prior. None is
    /// narrower than a tenth of the axis: with few trials, gaps between them mean nothing.
    private static func kernels(_ axis: NumberAxis, _ places: [Double]) -> [Kernel] {
        let width = axis.upper - axis.lower
        let prior = (axis.lower + axis.upper) / 2
        let means = (places + [prior]).sorted()
        // The prior's own place is the first that equals it.
        let priorIndex = means.firstIndex(of: prior)
        return means.indices.map { index in
            let left = index > 0 ? means[index] - means[index - 1] : 0
            let right = index + 1 < means.count ? means[index + 1] - means[index] : 0
            let deviation = index == priorIndex ? width : max(left, right, width / 10)
            let mass = share(axis.lower...axis.upper, means[index], deviation)
            return Kernel(mean: means[index], deviation: deviation, mass: mass)
        }
    }

    /// How much of a normal distribution lies in a stretch.
    private static func share(_ stretch: ClosedRange<Double>, _ mean: Double, _ deviation: Double) -> Double {
        func below(_ place: Double) -> Double { erfc((mean - place) / (deviation * 2.0.squareRoot())) / 2 }
        return below(stretch.upperBound) - below(stretch.lowerBound)
    }

    /// A value drawn by the density.
    func sample(_ random: inout SearchRandom) -> JSON {
        switch self {
        case .weights(let weights, let values): return values[random.index(weights: values.map { weights[$0] ?? 0 })]
        case .mixture(let axis, let kernels):
            let kernel = kernels[random.index(below: kernels.count)]
            var place = kernel.mean
            // At least a third of a kernel lies on the axis: its mean does, and it is no wider.
            for _ in 0..<100 {
                place = random.normal(mean: kernel.mean, deviation: kernel.deviation)
                if (axis.lower...axis.upper).contains(place) { break }
            }
            return axis.value(at: min(max(place, axis.lower), axis.upper))
        }
    }

    /// The logarithm of a value's density; of its probability where values have steps.
    func logDensity(_ value: JSON) -> Double {
        switch self {
        case .weights(let weights, _): return log(weights[value] ?? 0)
        case .mixture(let axis, let kernels):
            let number = value.double ?? .nan
            let densities = kernels.map { kernel -> Double in
                if let stretch = axis.stretch(of: number) {
                    return Self.share(stretch, kernel.mean, kernel.deviation) / kernel.mass
                }
                let distance = (axis.place(of: number) - kernel.mean) / kernel.deviation
                return exp(-distance * distance / 2) / (kernel.deviation * (2 * Double.pi).squareRoot() * kernel.mass)
            }
            return log(max(densities.reduce(0, +) / Double(kernels.count), .leastNormalMagnitude))
        }
    }
}
