internal import Glibc
internal import MLKitSignature
internal import MLKitSpec

/// How one numeric column becomes one model input: `(value - offset) / scale`, a missing value standing for
/// `fill`, which is NaN where it is to stay missing, any other moved between `low` and `high`, and all transformed before they are
/// scaled. Computed in double precision,
/// then rounded to float, as the exported graph does.
struct NumericEncoder: Equatable {
    let name: String
    let fill: Double
    /// Infinite where there are no bounds.
    let low: Double
    let high: Double
    /// Whether a further input says where a value is missing.
    let hasIndicator: Bool
    let transform: PowerTransform?
    let offset: Double
    let scale: Double
    /// Training rows without a value.
    let missingRows: Int

    /// Fits the encoder to the training values (NaN: missing). A column without values is all `fill` (0), and
    /// a constant one all 0 after scaling.
    init(fitting values: [Double], name: String, to configuration: FeatureConfiguration.Numeric) {
        let raw = values.filter { !$0.isNaN }
        let bounds = Self.bounds(raw, configuration.clip)
        let present = raw.map { min(max($0, bounds.low), bounds.high) }
        let fill = configuration.fill ?? Self.fill(present, configuration.impute)
        missingRows = values.count - present.count
        let transform: PowerTransform? = switch configuration.transform {
        case nil: nil
        case .log?: .logarithm
        case .power?: .mostNormal(present)
        }
        self.transform = transform
        let range = Self.range(
            transform.map { present.map($0.callAsFunction) } ?? present, fill: transform?(fill) ?? fill,
            missing: fill.isNaN ? 0 : missingRows, configuration.scale)
        self.name = name
        self.fill = fill
        (low, high) = bounds
        hasIndicator = configuration.indicator && missingRows > 0
        offset = range.offset
        scale = range.scale
    }

    func encode(_ value: Double) -> Float {
        let value = value.isNaN ? fill : min(max(value, low), high)
        return Float(((transform?(value) ?? value) - offset) / scale)
    }

    var isClipped: Bool { low > -.infinity || high < .infinity }

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
        case .mostFrequent: return mostFrequent(present)
        }
    }

    private static func mostFrequent(_ values: [Double]) -> Double {
        let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
    }

    private static func bounds(_ values: [Double], _ clipping: FeatureConfiguration.Clipping?) -> (low: Double, high: Double) {
        guard let clipping, !values.isEmpty else { return (-.infinity, .infinity) }
        let sorted = values.sorted()
        switch clipping {
        case .quantiles(let low, let high): return (SortedNumbers.quantile(low, of: sorted), SortedNumbers.quantile(high, of: sorted))
        case .fences:
            let (low, high) = (SortedNumbers.quantile(0.25, of: sorted), SortedNumbers.quantile(0.75, of: sorted))
            return (low - 1.5 * (high - low), high + 1.5 * (high - low))
        }
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    static func median(_ values: [Double]) -> Double {
        var values = values
        let upper = SortedNumbers.select(values.count / 2, of: &values)
        guard values.count % 2 == 0, let lower = values[..<(values.count / 2)].max() else { return upper }
        return lower / 2 + upper / 2
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
        case .robust:
            let sorted = imputed.sorted()
            let middle = SortedNumbers.quantile(0.5, of: sorted)
            return (middle, nonzero(SortedNumbers.quantile(0.75, of: sorted) - SortedNumbers.quantile(0.25, of: sorted), near: middle))
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
