import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitONNX

/// How ranges are chosen, beside NumPy and the calibrators of ONNX Runtime's tools.
@Suite struct CalibrationTests {
    private func range(_ method: CalibrationMethod, _ runs: [[Float]], percentile: Double = 99.99) -> ClosedRange<Float>? {
        var calibration = Calibration()
        (calibration.method, calibration.percentile) = (method, percentile)
        var estimator = calibration.estimator()
        for run in runs { estimator.observe(run) }
        return estimator.range
    }

    @Test(arguments: CalibrationMethod.allCases) func whatWasNeverSeenHasNoRange(method: CalibrationMethod) {
        #expect(range(method, []) == nil)
        #expect(range(method, [[], [.nan]]) == nil)
        #expect(range(method, [[0, 0, 0]]) == 0...0)
        #expect(range(method, [[.nan, 3, 3]]) == 3...3)
    }

    @Test func aMovingAverageIsTheMeanOfRuns() {
        #expect(range(.movingAverage, [[-1, 2], [-3, 4], [0, 100, .nan], []]) == Float(-4.0 / 3)...Float(106.0 / 3))
        #expect(range(.minmax, [[-1, 2], [-3, 4], [0, 100, .nan], []]) == -3...100)
    }

    /// Two bins become one until the value is within, and nothing is lost.
    @Test func binsWidenForLaterValues() {
        var histogram = ValueHistogram()
        histogram.add([0, 0])
        histogram.add([-1, 0.25, 1])
        #expect(histogram.reach == 1 && histogram.counts[0] == 1 && histogram.counts[4095] == 1 && histogram.zeros == 2)
        histogram.add([-3.5])
        #expect(histogram.reach == 4 && histogram.range == -3.5...1 && histogram.count == 6)
        // 0.25 is 1/16 of the way from zero to 4, in the bin that begins there.
        #expect(histogram.counts[2048 + 128] == 1 && histogram.edge(2048 + 128) == 0.25)
        #expect(histogram.counts[2048] == 2 && histogram.counts[256] == 1)
        histogram.add([.infinity, -.infinity, .nan])
        #expect(histogram.count == 6)
        histogram.add([.greatestFiniteMagnitude])
        #expect(histogram.reach == .greatestFiniteMagnitude && histogram.count == 7)
    }

    /// One value far away is cut off where many others are worth more; its squared error is worth more than theirs.
    @Test func outliersAreCutOff() {
        var noise = Noise()
        let values = noise.floats(20_000) + [60]
        #expect(range(.minmax, [values])?.upperBound == 60)
        #expect(range(.mse, [values]).map { $0.upperBound > 50 && $0.upperBound < 60 } ?? false)
        for method in [CalibrationMethod.percentile, .entropy] {
            #expect(range(method, [values]).map { $0.upperBound < 8 && $0.upperBound > 0.9 && $0.lowerBound < -0.9 } ?? false, "\(method)")
        }
    }

    /// The same as NumPy and ONNX Runtime choose from the same values.
    @Test func rangesAreThoseOfTheReferences() async throws {
        let scratch = try ScratchDirectory()
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let script = BuiltTool.sourceRoot.pushing("Tests/Differential/calibrating.py").string
        let outcome = try await BuiltTool.run(python, [script], in: scratch.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        let arrays = try SampleFile(reading: scratch.path.appending("values.npz"), files: LocalFileSystem()).arrays
        let references = try JSON(parsing: scratch.read("references.json"))
        #expect(arrays.count == 5)
        for (name, tensor) in arrays {
            let values = try #require(tensor.floats)
            let reference = try #require(references[name])
            func bounds(_ key: String) throws -> (Float, Float) {
                let pair = try #require(reference[key]?.array).compactMap(\.double).map { Float($0) }
                return (pair[0], pair[1])
            }
            let whole = try #require(range(.minmax, [values]))
            let bin = max(-whole.lowerBound, whole.upperBound) / 2048
            func near(_ found: ClosedRange<Float>?, _ key: String, _ tolerance: Float) throws {
                let (low, high) = try bounds(key)
                let found = try #require(found)
                #expect(
                    abs(found.lowerBound - low) <= tolerance && abs(found.upperBound - high) <= tolerance,
                    "\(name) \(key): \(found), \(low) \(high)")
            }
            try near(whole, "minmax", 0)
            try near(range(.percentile, [values], percentile: 99), "percentile", 3 * bin)
            try near(range(.percentile, [values], percentile: 99), "onnxruntime_percentile", 3 * bin)
            // Ranges are eight bins apart on each side.
            try near(range(.entropy, [values]), "entropy", 8.01 * bin)
            // The error itself, of rounding each value, beside that of the best range of a grid.
            let mse = try #require(range(.mse, [values]))
            let best = try #require(reference["mse"]?.double)
            #expect(try squaredError(values, mse) <= 1.05 * best, "\(name): \(mse)")
        }
    }

    private func squaredError(_ values: [Float], _ range: ClosedRange<Float>) throws -> Double {
        let scale = try #require(ActivationScale(covering: range))
        let sum = values.reduce(0.0) { sum, value in
            let byte = min(max((value / scale.scale).rounded(.toNearestOrEven) + Float(scale.zeroPoint), 0), 255)
            let difference = Double((byte - Float(scale.zeroPoint)) * scale.scale - value)
            return sum + difference * difference
        }
        return sum / Double(values.count)
    }
}
