internal import Glibc
internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports

/// What a message says of a model that is not taken: the layers that did it, and what to leave in float.
struct QuantizationRemedy {
    /// What the settings are called.
    let words: QuantizationWords
    /// How the model was quantized.
    let method: QuantizationMethod
    let bits: Int
    /// Whether nodes to leave in float were looked for.
    let searches: Bool
    /// What says what it may cost.
    let loosen: String

    private var keep: String { words.keep }

    /// What looks for a better way, if that was not done: of modes that keep weights alone there is none that keeps more with as few bits.
    private var search: String? {
        guard !searches else { return nil }
        return method == .auto || method == .static || method == .dynamic
            ? [method == .auto ? nil : words.mode(.auto), words.search].compactMap { $0 }.joined(separator: " and ") : words.search
    }

    /// Ways that keep more; empty where there is none.
    private var gentler: [String] {
        switch method {
        case .weights where bits == 4: [words.eightBits, words.mode(.float16)]
        case .weights: [words.mode(.float16)]
        case .float16: []
        case .static, .dynamic, .auto: [words.mode(.weights), words.mode(.float16)]
        }
    }

    /// Ways that are smaller.
    private var smaller: [String] {
        switch method {
        case .float16: [words.mode(.weights)]
        case .weights where bits == 4: []
        case .weights: [words.fourBits]
        case .static, .dynamic, .auto: ["\(words.mode(.weights)) with \(words.fourBits)"]
        }
    }

    /// Why a model is not taken.
    enum Cause {
        case noise
        /// All that is asked of answers is kept, and the file is too large.
        case size
        /// Something that is bounded was not compared.
        case unknown
        /// The model itself answers the same input otherwise each time.
        case chance
    }

    /// - Parameters:
    ///   - problems: what is not kept, at least one.
    ///   - left: what stays in float.
    ///   - attempts: what was tried, where there was a choice.
    func failure(
        _ problems: [String], _ cause: Cause, layers: [QuantizationReport.Layer], left: [QuantizationReport.LeftInFloat],
        attempts: [QuantizationReport.Attempt]
    ) -> Failure {
        let tried = attempts.isEmpty ? [] : ["of \(plural(attempts.count, "file")) that were tried, none can be taken; this is the nearest"]
        let notes = Array(problems.dropFirst()) + tried
        switch cause {
        case .unknown:
            return Failure(problems[0], notes: notes, hint: "leave out a bound on what cannot be compared")
        case .size:
            let names = left.isEmpty ? [] : ["in float stay \(Self.names(left.map(\.name)))"]
            return Failure(
                problems[0], notes: notes + names,
                hint: (smaller.map { "quantize to fewer bits, with \($0)" } + ["leave fewer nodes in float", "or loosen `\(loosen)`"])
                    .joined(separator: ", "))
        case .chance:
            return Failure(
                problems[0], notes: notes + ["the model itself answers the same input otherwise each time, so that no layer is to blame"],
                hint: "leave out the bound, or take what draws numbers out of the model")
        case .noise:
            let noise = NoisyLayers(layers)
            return Failure(problems[0], notes: notes + noise.notes, hint: hint(noise))
        }
    }

    private func hint(_ noise: NoisyLayers) -> String {
        guard let search else {
            let keep = gentler.count == 1 ? "keeps" : "keep"
            return "loosen `\(loosen)`"
                + (gentler.isEmpty ? "" : ", or quantize otherwise: \(gentler.joined(separator: " and ")) \(keep) more")
        }
        let names = noise.worst.map(\.name)
        // Where all layers are as bad as each other, leaving some in float is no remedy.
        let leave = names.isEmpty || noise.isEven ? [] : ["leave \(Self.names(names)) in float with `\(keep)`"]
        return (leave + ["let \(search) look for a better way", "or loosen `\(loosen)`"]).joined(separator: ", ")
    }

    /// "`a` and `b`"; of more than three "`a`, `b`, `c` and 9 others".
    private static func names(_ names: [String]) -> String {
        guard names.count > 3 else { return Suggestion.list(names) }
        return names.prefix(3).map { "`\($0)`" }.joined(separator: ", ") + " and \(plural(names.count - 3, "other"))"
    }

    /// A failure of models whose answers are no finite numbers, with the layers that make them so.
    func naming(_ layers: [LayerError], in failure: Failure) -> Failure {
        let bad = layers.filter { $0.answers == -.infinity }.map(\.name)
        guard !bad.isEmpty, !failure.diagnostics.isEmpty else { return failure }
        let names = Self.names(bad)
        var told = failure
        told.diagnostics[0].notes.append("quantized alone, \(names) \(bad.count == 1 ? "does" : "do") that")
        if bad.count < layers.count {
            told.diagnostics[0].hint = "leave \(names) in float with `\(keep)`"
        } else {
            // With all of them in float nothing would be left to quantize.
            told.diagnostics[0].notes.append("nothing else of the model could be quantized with \(words.mode(method))")
            let others = gentler.isEmpty ? "" : "try \(gentler.joined(separator: " or ")), or "
            told.diagnostics[0].hint = others + "leave the model as it is"
        }
        return told
    }

    /// A failure of a file that is not smaller, with the nodes that make it larger.
    ///
    /// - Parameter options: how it was quantized.
    func notSmaller(before: Int, after: Int, _ prepared: PreparedQuantization, _ options: Quantizer.Options) throws -> Failure {
        let (savings, folded) = (try prepared.savings(options), try prepared.size)
        let worse = savings.filter { $0.bytes <= 0 }.sorted { $0.bytes < $1.bytes }
        let gain = savings.filter { $0.bytes > 0 }.reduce(0) { $0 + $1.bytes }
        let told = worse.prefix(3).map { node, bytes in
            "quantized alone, `\(node)` \(bytes < 0 ? "makes the file \(plural(-bytes, "byte")) larger" : "saves nothing")"
        }
        let isWorthIt = gain > 0 && !worse.isEmpty
        return Failure(
            "quantized, the model is not smaller: \(after) bytes, and it had \(before)",
            notes: told + prepared.sharers(options)
                + (isWorthIt ? ["the others save \(gain) bytes"] : [])
                + (folded > before + before / 20 ? ["with its constants folded, which comes first, the model alone has \(folded) bytes"]
                    : []),
            hint: isWorthIt
                ? "leave \(Self.names(worse.map(\.node))) in float with `\(keep)`" + (search.map { ", or let \($0) look for them" } ?? "")
                : "leave the model as it is: its weights are few, or something else uses them as well")
    }
}

/// What the settings of quantization are called where the user writes them.
enum QuantizationWords {
    case command, stage

    var keep: String { self == .command ? "--keep" : QuantizeConfiguration.keepName }
    var search: String { self == .command ? "`--search`" : "`search: true`" }
    var fourBits: String { self == .command ? "`--bits 4`" : "`bits: 4`" }
    var eightBits: String { self == .command ? "`--bits 8`" : "`bits: 8`" }
    func mode(_ method: QuantizationMethod) -> String {
        self == .command ? "`--mode \(method.rawValue)`" : "`method: \(method.rawValue)`"
    }
}

/// The layers that bring the most noise into a model's answers.
struct NoisyLayers {
    private let layers: [QuantizationReport.Layer]

    init(_ layers: [QuantizationReport.Layer]) {
        self.layers = layers.filter { $0.isQuantized && !$0.answers.isNaN && $0.answers < .infinity }.sorted { $0.answers < $1.answers }
    }

    /// The fewest that bring nine tenths of the noise: noises of layers add up, about.
    var worst: [QuantizationReport.Layer] {
        let powers = layers.map { pow(10, -$0.answers / 10) }
        let all = powers.reduce(0, +)
        var sum = 0.0
        let count = powers.firstIndex { power in
            sum += power
            return !(sum < 0.9 * all)
        }
        return Array(layers.prefix((count ?? 0) + 1))
    }

    /// Whether these are all of several.
    var isEven: Bool { layers.count > 1 && worst.count == layers.count }

    var notes: [String] {
        let worst = worst
        guard let first = worst.first else { return [] }
        let others = worst.count > 1 ? ", then \(Suggestion.list(worst.dropFirst().prefix(3).map(\.name)))" : ""
        return ["`\(first.name)` costs most: quantized alone, it leaves the answers \(Decibels.words(first.answers))\(others)"]
    }
}
