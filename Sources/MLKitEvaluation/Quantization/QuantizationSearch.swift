internal import MLKitCore
internal import MLKitONNX

/// One way of quantizing a model that was tried, and what came of it.
struct QuantizationTrial<Outcome> {
    /// With the nodes that are left in float.
    let options: Quantizer.Options
    /// Of the file, in bytes.
    let size: Int
    /// Of the answers, in dB.
    let signalToNoise: Double
    /// Whether it keeps all that is asked.
    let isKept: Bool
    let outcome: Outcome
}

/// Tries ways of quantizing a model: other modes, and more and more nodes left in float, those first that bring the most noise for the
/// bytes that they save.
///
/// Of what keeps all that is asked the smallest is taken. Files whose sizes are within a fiftieth count as equal: then the one whose
/// answers have less noise.
struct QuantizationSearch<Outcome> {
    typealias Trial = QuantizationTrial<Outcome>

    /// In the order in which they were tried; none twice.
    private(set) var trials: [Trial] = []
    /// What each node does to the answers, where that was asked for.
    private(set) var layers: [QuantizationMode: [LayerError]] = [:]
    private let attempt: (Quantizer.Options) throws -> Trial

    /// More steps from all to nothing than these are not all tried.
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
        var failure: Failure?
        for way in ways {
            let reason = failed(way)
            failure = failure ?? reason
            guard let layers else { continue }
            do {
                let found = try layers(way)
                self.layers[way.mode] = found
                leaveInFloat(way, found)
            } catch _ where reason != nil {
                // What cannot be quantized has no layers either.
            }
        }
        if let failure, trials.isEmpty { throw failure }
    }

    /// The trial that is taken: of each mode the smallest that keeps what is asked, of these the best; where none keeps it, the one with
    /// the least noise.
    var best: Trial? {
        let kept = trials.filter(\.isKept)
        let smallest = QuantizationMode.allCases.compactMap { mode in
            kept.filter { $0.options.mode == mode }.min { $0.size < $1.size }
        }
        guard let size = smallest.map(\.size).min() else { return trials.max { $0.signalToNoise < $1.signalToNoise } }
        return smallest.filter { Double($0.size) <= 1.02 * Double(size) }.max { $0.signalToNoise < $1.signalToNoise }
    }

    /// Tries a way, unless that was done.
    ///
    /// - Returns: why it does not work, such as answers that are no finite numbers; `nil` if it does.
    @discardableResult private mutating func failed(_ options: Quantizer.Options) -> Failure? {
        guard !trials.contains(where: { $0.options == options }) else { return nil }
        do {
            trials.append(try attempt(options))
            return nil
        } catch let failure as Failure {
            return failure
        } catch {
            return Failure("\(error)")
        }
    }

    private mutating func leaveInFloat(_ way: Quantizer.Options, _ layers: [LayerError]) {
        let noisiest = layers.sorted { ($0.noisePerByte, $1.name) > ($1.noisePerByte, $0.name) }.map(\.name)
        func options(_ count: Int) -> Quantizer.Options {
            var options = way
            options.kept.formUnion(noisiest.prefix(count))
            return options
        }
        // With all in float nothing is quantized.
        let most = layers.count - 1
        guard most > 0 else { return }
        let steps = min(most, Self.mostSteps)
        for step in 1...steps { failed(options(step * most / steps)) }
        // Between the last step that does not keep what is asked and the first that does.
        let isKept = { (trials: [Trial], count: Int) in trials.first { $0.options == options(count) }?.isKept ?? false }
        let counts = (0...steps).map { $0 * most / steps }
        guard let first = counts.firstIndex(where: { isKept(trials, $0) }), first > 0 else { return }
        var (low, high) = (counts[first - 1], counts[first])
        while high - low > 1 {
            let middle = (low + high) / 2
            failed(options(middle))
            if isKept(trials, middle) { high = middle } else { low = middle }
        }
    }
}
