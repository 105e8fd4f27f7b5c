internal import Glibc
internal import MLKitSpec

/// How one numeric column becomes one model input: `(value - offset) / scale`, a missing value standing for
/// `fill`, which is NaN where it is to stay missing. Computed in double precision, then rounded to float, as the
/// exported graph does.
struct NumericEncoder: Equatable {
    let name: String
    let fill: Double
    let offset: Double
    let scale: Double
    /// Training rows without a value.
    let missingRows: Int

    /// Fits the encoder to the training values (NaN: missing). A column without values is all `fill` (0), and
    /// a constant one all 0 after scaling.
    init(fitting values: [Double], name: String, to configuration: FeatureConfiguration.Numeric) {
        let present = values.filter { !$0.isNaN }
        let fill = Self.fill(present, configuration.impute)
        let missing = configuration.impute == .none ? 0 : values.count - present.count
        let range = Self.range(present, fill: fill, missing: missing, configuration.scale)
        self.name = name
        self.fill = fill
        missingRows = values.count - present.count
        offset = range.offset
        scale = range.scale
    }

    func encode(_ value: Double) -> Float {
        Float(((value.isNaN ? fill : value) - offset) / scale)
    }

    /// Writes the column to every `stride`-th element of `output`, from `start` on.
    func encode(_ values: [Double], into output: inout [Float], start: Int, stride: Int) {
        var index = start
        for value in values {
            output[index] = encode(value)
            index += stride
        }
    }

    private static func fill(_ present: [Double], _ imputation: FeatureConfiguration.Imputation) -> Double {
        guard !present.isEmpty else { return 0 }
        switch imputation {
        case .zero: return 0
        case .none: return .nan
        case .mean: return mean(present)
        case .median: return median(present)
        }
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
    }

    /// Offset and scale over the imputed column: `present` and `missing` times `fill`.
    private static func range(
        _ present: [Double], fill: Double, missing: Int, _ scaling: FeatureConfiguration.Scaling
    ) -> (offset: Double, scale: Double) {
        guard !present.isEmpty else { return (fill, 1) }
        let imputed = present + repeatElement(fill, count: missing)
        switch scaling {
        case .none: return (0, 1)
        case .minmax:
            let low = imputed.min() ?? 0
            let high = imputed.max() ?? 0
            return (low, nonzero(high - low, near: low))
        case .standard:
            let mean = mean(imputed)
            let variance = imputed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(imputed.count)
            return (mean, nonzero(variance.squareRoot(), near: mean))
        }
    }

    /// A spread to divide by; 1 where it is nothing but rounding.
    private static func nonzero(_ spread: Double, near level: Double) -> Double {
        spread > 10 * Double.ulpOfOne * abs(level) ? spread : 1
    }
}
