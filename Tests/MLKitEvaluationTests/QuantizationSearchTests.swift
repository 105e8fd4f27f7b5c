import Glibc
import MLKitCore
import MLKitONNX
import MLKitTestSupport
import MLKitStagesTestSupport
import Testing

@testable import MLKitEvaluation

/// Which nodes are left in float, and which way is taken.
@Suite struct QuantizationSearchTests {
    /// A layer of so much noise, and so many bytes saved.
    private struct Layer {
        var name: String
        var noise: Double
        var saved: Int
    }

    private func errors(_ layers: [Layer]) -> [LayerError] {
        layers.map { LayerError(name: $0.name, op: "MatMul", signalToNoise: nil, answers: -10 * log10($0.noise), savedBytes: $0.saved) }
    }

    /// Noises and savings add up; a model of 10,000 bytes may have so much noise.
    private func trial(_ options: Quantizer.Options, _ layers: [Layer], noise most: Double, factor: Double = 1) -> QuantizationTrial<Void> {
        let quantized = layers.filter { !options.kept.contains($0.name) }
        let noise = factor * quantized.reduce(0) { $0 + $1.noise }
        return QuantizationTrial(
            options: options, size: 10_000 - quantized.reduce(0) { $0 + $1.saved }, signalToNoise: -10 * log10(noise),
            isKept: noise <= most, outcome: ())
    }

    private let layers = [
        Layer(name: "a", noise: 0.001, saved: 2000), Layer(name: "b", noise: 0.5, saved: 1000), Layer(name: "c", noise: 0.002, saved: 3000),
        Layer(name: "d", noise: 0.4, saved: 100),
    ]

    @Test func whatKeepsAllIsTakenWhole() throws {
        let search = try QuantizationSearch([.init()], layers: { _ in errors(layers) }) { trial($0, layers, noise: 1) }
        #expect(search.best?.options.kept == [])
        #expect(search.layers[.static]?.count == 4)
        // All but the last step, which leaves nothing quantized.
        #expect(search.trials.map(\.options.kept.count) == [0, 1, 2, 3])
    }

    /// `d` brings more noise for a byte than `b`, and both have to go.
    @Test func theNoisiestForTheirBytesAreLeftInFloat() throws {
        for (noise, kept) in [(0.6, ["d"]), (0.01, ["d", "b"]), (0.0015, ["d", "b", "c"])] as [(Double, Set<String>)] {
            let search = try QuantizationSearch([.init()], layers: { _ in errors(layers) }) { trial($0, layers, noise: noise) }
            #expect(search.best?.options.kept == kept)
            #expect(search.best?.isKept == true)
        }
    }

    @Test func whatTheUserKeepsStaysKept() throws {
        let others = Array(layers.dropFirst())
        let search = try QuantizationSearch([.init(kept: ["a"])], layers: { _ in errors(others) }) { trial($0, layers, noise: 0.01) }
        #expect(search.best?.options.kept == ["a", "b", "d"])
    }

    /// Of 100 layers, not every step is tried, and yet the fewest are found.
    @Test(arguments: [0, 1, 37, 50, 98]) func theFewestAreFoundInFewSteps(needed: Int) throws {
        let many = (0..<100).map { Layer(name: "l\($0)", noise: Double(100 - $0), saved: 50) }
        let left = many.dropFirst(needed).reduce(0) { $0 + $1.noise }
        let search = try QuantizationSearch([.init()], layers: { _ in errors(many) }) { trial($0, many, noise: left + 0.5) }
        #expect(search.best?.options.kept == Set(many.prefix(needed).map(\.name)))
        #expect(search.trials.count <= 30)
        #expect(Set(search.trials.map(\.options)).count == search.trials.count)
    }

    @Test func whereNothingKeepsTheBoundsTheLeastNoiseIsShown() throws {
        let search = try QuantizationSearch([.init()], layers: { _ in errors(layers) }) { trial($0, layers, noise: 0) }
        #expect(search.best?.options.kept == ["b", "c", "d"] && search.best?.isKept == false)
    }

    /// Sizes within a fiftieth are equal; else the smaller is taken.
    @Test(arguments: [(0, QuantizationMode.dynamic), (60, .dynamic), (200, .static)])
    func theBetterModeIsTaken(larger: Int, mode: QuantizationMode) throws {
        let search = try QuantizationSearch([.init(mode: .static), .init(mode: .dynamic)], layers: nil) { options in
            QuantizationTrial(
                options: options, size: 4000 + (options.mode == .dynamic ? larger : 0), signalToNoise: options.mode == .dynamic ? 40 : 30,
                isKept: true, outcome: ())
        }
        #expect(search.best?.options.mode == mode)
    }

    @Test func aModeThatDoesNotWorkIsPassedOver() async throws {
        let ways: [Quantizer.Options] = [.init(mode: .static), .init(mode: .dynamic)]
        let search = try QuantizationSearch(ways, layers: nil) { options in
            if options.mode == .static { throw Failure("it does not") }
            return trial(options, layers, noise: 9)
        }
        #expect(search.best?.options.mode == .dynamic && search.trials.count == 1)
        let text = await failureText {
            _ = try QuantizationSearch(ways, layers: nil) { options -> QuantizationTrial<Void> in throw Failure("not \(options.mode)") }
        }
        #expect(text == "error: not static\n")
    }

    /// Two nodes that spoil it together, each of which does nothing alone: one of them is enough, and the other is quantized again.
    @Test func whatSpoilsItOnlyTogetherIsNotAllLeftInFloat() throws {
        let pair = [Layer(name: "a", noise: 0.1, saved: 3000), Layer(name: "b", noise: 0.2, saved: 100),
            Layer(name: "c", noise: 0.01, saved: 10)]
        let search = try QuantizationSearch([.init()], layers: { _ in errors(pair) }) { options in
            let isSpoilt = !options.kept.contains("a") && !options.kept.contains("c")
            let quantized = pair.filter { !options.kept.contains($0.name) }
            return QuantizationTrial(
                options: options, size: 10_000 - quantized.reduce(0) { $0 + $1.saved }, signalToNoise: isSpoilt ? 1 : 30, isKept: !isSpoilt,
                outcome: ())
        }
        // In the order of noise for a byte these are `b`, `c`, `a`: with `b` and `c` in float it is kept, and `b` has nothing to do
        // with it.
        #expect(search.best?.options.kept == ["c"])
    }

    /// The noisiest for its bytes stays last, and breaks the bound alone; a quiet small one does not.
    @Test func fromAModelInFloatTheQuietestAreAdded() throws {
        let odd = [Layer(name: "large", noise: 0.5, saved: 9000), Layer(name: "s", noise: 0.01, saved: 10),
            Layer(name: "t", noise: 0.02, saved: 20)]
        let search = try QuantizationSearch([.init()], layers: { _ in errors(odd) }) { trial($0, odd, noise: 0.1) }
        #expect(search.best?.isKept == true && search.best?.options.kept == ["large"])
    }

    /// What keeps the bound and is no smaller cannot be taken, and what is smaller breaks it: that is the reason.
    @Test func whatIsNotSmallerIsNotTheNearest() throws {
        let search = try QuantizationSearch([.init()], layers: { _ in errors(layers) }) { options in
            let isAlone = options.kept.count >= 3
            return QuantizationTrial(
                options: options, size: 9000 - 100 * (4 - options.kept.count), signalToNoise: isAlone ? 50 : Double(options.kept.count),
                isKept: isAlone, isSmaller: !isAlone, outcome: ())
        }
        let best = try #require(search.best)
        #expect(best.isSmaller && !best.isKept && !best.isFit)
        #expect(best.signalToNoise == search.trials.filter(\.isSmaller).map(\.signalToNoise).max())
    }

    /// Of models of which nothing was compared the smaller file is taken.
    @Test func withoutNoiseTheSizeDecides() throws {
        let search = try QuantizationSearch([.init(mode: .static), .init(mode: .dynamic)], layers: nil) { options in
            QuantizationTrial(
                options: options, size: options.mode == .dynamic ? 399 : 400, signalToNoise: .nan, isKept: true, outcome: ())
        }
        #expect(search.best?.options.mode == .dynamic)
    }

    /// Where only the file is too large, the smallest is the nearest.
    @Test func ofFilesThatAreTooLargeTheSmallestIsTheNearest() throws {
        let search = try QuantizationSearch([.init()], layers: { _ in errors(layers) }) { options in
            QuantizationTrial(
                options: options, size: 4000 + options.kept.count, signalToNoise: Double(options.kept.count), isKept: false,
                keepsAnswers: true,
                outcome: ())
        }
        #expect(search.best?.options.kept == [])
    }
}
