internal import MLKitCore
internal import MLKitONNX

/// One way of quantizing a model that was tried, and what came of it.
struct QuantizationTrial<Outcome> {
    /// With the nodes that are left in float.
    let options: Quantizer.Options
    /// Of the file, in bytes.
    let size: Int
    /// Of the answers, in dB; NaN where nothing was compared.
    let signalToNoise: Double
    /// Whether it keeps all that is asked.
    let isKept: Bool
    /// Whether it keeps all that is asked of the answers, and of the file's size perhaps not.
    var keepsAnswers = false
    /// Whether the file is smaller than that of the model as it was.
    var isSmaller = true
    let outcome: Outcome

    /// Whether it can be taken.
    var isFit: Bool { isKept && isSmaller }
}

/// A way of quantizing a model that did not work.
struct QuantizationFault {
    let options: Quantizer.Options
    let failure: Failure

    /// In one sentence.
    var reason: String { failure.diagnostics.flatMap { [$0.message] + $0.notes.prefix(1) }.joined(separator: ": ") }
}

/// Tries ways of quantizing a model: other modes, and other nodes left in float.
///
/// First more and more nodes are left in float, those first that bring the most noise for the bytes that they save. That is an order
/// of single nodes, and what several do together may be another thing: so of what is in float in the smallest file that can be taken,
/// one node after the other is tried quantized again. Where no file can be taken, it goes the other way: to a model in float, the
/// quietest nodes are added as long as all that is asked is kept.
///
/// Of what keeps all that is asked the smallest is taken. Files whose sizes are within a fiftieth count as equal: then the one whose
/// answers have less noise.
struct QuantizationSearch<Outcome> {
    typealias Trial = QuantizationTrial<Outcome>

    /// In the order in which they were tried; none twice.
    private(set) var trials: [Trial] = []
    /// What did not work, such as answers that are no finite numbers.
    private(set) var faults: [QuantizationFault] = []
    /// What each node does to the answers, where that was asked for.
    private(set) var layers: [QuantizationMode: [LayerError]] = [:]
    private let attempt: (Quantizer.Options) throws -> Trial

    /// More steps from all to nothing than these are not all tried, and no more nodes one by one.
    private static var mostSteps: Int { 12 }

    /// - Parameters:
    ///   - ways: the options that are tried, at least one.
    ///   - layers: what each node does with these options, where nodes may be left in float; `nil` where they may not.
    ///   - attempt: quantizes the model and measures what it costs.
    /// - Throws: `Failure` if no way works, that of the first, and where it cannot be measured what layers do.
    init(
        _ ways: [Quantizer.Options], layers: ((Quantizer.Options) throws -> [LayerError])?,
        attempt: @escaping (Quantizer.Options) throws -> Trial
    ) throws {
        self.attempt = attempt
        for way in ways {
            let isWorking = trial(way) != nil
            guard let layers else { continue }
            do {
                let found = try layers(way)
                self.layers[way.mode] = found
                leaveInFloat(way, found)
                quantizeAgain(way, found)
            } catch _ where !isWorking {
                // What cannot be quantized has no layers either.
            }
        }
        if let fault = faults.first, trials.isEmpty { throw fault.failure }
    }

    /// The trial that is taken: of each mode the smallest that can be, of these the best. Where there is none, the nearest: of the
    /// files that are smaller the smallest whose answers are good enough, else the one with the least noise; where none is smaller,
    /// the smallest.
    var best: Trial? {
        let fit = trials.filter(\.isFit)
        let smallest = QuantizationMode.allCases.compactMap { mode in
            fit.filter { $0.options.mode == mode }.min { $0.size < $1.size }
        }
        guard let size = smallest.map(\.size).min() else {
            let smaller = trials.filter(\.isSmaller)
            return smaller.filter(\.keepsAnswers).min { $0.size < $1.size } ?? Self.quietest(smaller) ?? trials.min { $0.size < $1.size }
        }
        return Self.quietest(smallest.filter { Double($0.size) <= 1.02 * Double(size) })
    }

    /// Of those with as much noise, and where nothing is known of it, the smallest.
    private static func quietest(_ trials: [Trial]) -> Trial? {
        let known = trials.filter { !$0.signalToNoise.isNaN }
        return known.max { ($0.signalToNoise, $1.size) < ($1.signalToNoise, $0.size) } ?? trials.min { $0.size < $1.size }
    }

    /// What came of a way, which is tried unless that was done; `nil` if it does not work.
    @discardableResult private mutating func trial(_ options: Quantizer.Options) -> Trial? {
        if let known = trials.first(where: { $0.options == options }) { return known }
        guard !faults.contains(where: { $0.options == options }) else { return nil }
        do {
            let trial = try attempt(options)
            trials.append(trial)
            return trial
        } catch {
            faults.append(QuantizationFault(options: options, failure: error as? Failure ?? Failure("\(error)")))
            return nil
        }
    }

    private mutating func leaveInFloat(_ way: Quantizer.Options, _ layers: [LayerError]) {
        let noisiest = layers.sorted {
            ($0.noisePerByte, $0.ownNoisePerByte, $1.name) > ($1.noisePerByte, $1.ownNoisePerByte, $0.name)
        }.map(\.name)
        func options(_ count: Int) -> Quantizer.Options {
            var options = way
            options.kept.formUnion(noisiest.prefix(count))
            return options
        }
        // With all in float nothing is quantized.
        let most = layers.count - 1
        guard most > 0 else { return }
        let steps = min(most, Self.mostSteps)
        let counts = (0...steps).map { $0 * most / steps }
        let areFit = counts.map { trial(options($0))?.isFit ?? false }
        // Between the last step that does not keep what is asked and the first that does.
        guard let first = areFit.firstIndex(of: true), first > 0 else { return }
        var (low, high) = (counts[first - 1], counts[first])
        while high - low > 1 {
            let middle = (low + high) / 2
            if trial(options(middle))?.isFit ?? false { high = middle } else { low = middle }
        }
    }

    private mutating func quantizeAgain(_ way: Quantizer.Options, _ layers: [LayerError]) {
        let fit = trials.filter { $0.isFit && $0.options.mode == way.mode }.min { $0.size < $1.size }
        var kept = fit?.options.kept ?? way.kept.union(layers.map(\.name))
        // Those first that save the most, or of a model in float those that are heard the least.
        func signal(_ layer: LayerError) -> Double { layer.answers.isNaN ? .infinity : layer.answers }
        let sorted = layers.sorted {
            fit == nil ? (signal($0), $0.savedBytes) > (signal($1), $1.savedBytes) : $0.savedBytes > $1.savedBytes
        }
        let again = sorted.filter { kept.contains($0.name) && !way.kept.contains($0.name) && $0.savedBytes > 0 && $0.answers != -.infinity }
        for layer in again.prefix(Self.mostSteps) {
            var options = way
            options.kept = kept.subtracting([layer.name])
            if let trial = trial(options), trial.isKept { kept = options.kept }
        }
    }
}
