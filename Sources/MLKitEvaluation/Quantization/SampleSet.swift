internal import MLKitCore
internal import MLKitONNX

/// What a model is run on, and what its numbers are called.
struct SampleSet {
    /// The file or folder.
    let file: String
    let feeds: [[String: Tensor]]
    /// How many samples these are: rows of batches, or runs.
    let count: Int
    /// What the number at a place of an input is called in a run, such as "`x` of sample 3 at [0, 5]".
    let name: @Sendable (_ run: Int, _ input: String, _ place: [Int]) -> String
    /// What is said of a number of an input that is NaN, which tables also have where nothing is.
    var missing: @Sendable (_ input: String, _ place: [Int]) -> String = { _, _ in "NaN" }

    /// How many numbers a message names.
    private static let told = 5

    /// Runs the model as it is on all samples, before anything is said of what quantizing does to it.
    ///
    /// - Throws: `Failure` if it does not run on a sample, or answers what is no finite number where its weights or a sample have one that
    ///   is none: quantizing is not to blame, and nothing could be compared. Models that fill in what is missing take such samples.
    func check(_ session: Session, _ model: Model) throws {
        let lookups = model.lookups
        var finite = Set<String>()
        var judging = Set<String>()
        for (run, feed) in feeds.enumerated() {
            try check(feed, run, lookups)
            let answers: [String: Tensor]
            do {
                if session.tensorOutputs.isEmpty { try session.work(on: feed) }
                answers = try session.run(feed, outputs: session.tensorOutputs)
            } catch let failure as Failure {
                throw unfit(run, failure, session)
            }
            for (output, values) in answers.compactMapValues(\.reals) where !values.isEmpty {
                judging.insert(output)
                if values.contains(where: \.isFinite) { finite.insert(output) }
            }
            guard !oddities(run).isEmpty else { continue }
            let isJudging = answers.values.contains { $0.reals != nil }
            let bad = session.tensorOutputs.first { !(answers[$0]?.reals ?? []).allSatisfy(\.isFinite) }
            guard bad != nil || !isJudging else { continue }
            let answer = bad.map { "the model answers the same for `\($0)`" }
                ?? "the labels that the model answers do not tell what it makes of that"
            throw failure("the samples hold what is no finite number, and \(answer)", model)
        }
        if let output = judging.subtracting(finite).min(), let failure = Self.unsound(model, output) { throw failure }
    }

    /// - Parameter tensors: whose range is not finite.
    /// - Throws: `Failure` if weights or samples have numbers that are not finite either.
    func check(ranges tensors: [String], _ model: Model) throws {
        guard let first = tensors.first, feeds.indices.contains(where: { !oddities($0).isEmpty }) else { return }
        throw failure("the samples hold what is no finite number, so that `\(first)` within the model has no finite range", model)
    }

    /// The failure of a model whose weights are no numbers; `nil` for any other.
    private static func unsound(_ model: Model, _ output: String?) -> Failure? {
        let weights = model.unsoundWeights
        guard !weights.isEmpty else { return nil }
        let answers = output.map { ", and it answers no finite number for `\($0)`" } ?? ""
        return Failure(
            "the model's weights are not all finite\(answers)", notes: listed(weights, "other tensor"),
            hint: "train or export the model anew: what it answers is no fault of samples, nor of quantizing")
    }

    private func failure(_ message: String, _ model: Model) -> Failure {
        if let failure = Self.unsound(model, nil) { return failure }
        return Failure(
            message, notes: Self.listed(feeds.indices.flatMap(oddities), "other number"),
            hint: "leave these samples out, or fill in what is missing")
    }

    static func listed(_ notes: [String], _ noun: String) -> [String] {
        let rest = notes.count - told
        return notes.prefix(told) + (rest > 0 ? ["and \(plural(rest, noun))"] : [])
    }

    /// What is no finite number in a run.
    private func oddities(_ run: Int) -> [String] {
        feeds[run].sorted { $0.key < $1.key }.flatMap { input, tensor -> [String] in
            guard let values = tensor.reals else { return [] }
            return values.indices.filter { !values[$0].isFinite }.map { element in
                let (value, place) = (values[element], tensor.place(ofElement: element))
                return "\(name(run, input, place)) is \(value.isNaN ? missing(input, place) : value.words)"
            }
        }
    }
}

// Samples on which a model does not run.
extension SampleSet {
    /// - Throws: `Failure` if a number picks a row that a table has not.
    private func check(_ feed: [String: Tensor], _ run: Int, _ lookups: [Lookup]) throws {
        for lookup in lookups {
            guard let tensor = feed[lookup.input], let values = tensor.wholeNumbers else { continue }
            let bad = values.indices.filter { !(-lookup.rows..<lookup.rows).contains(values[$0]) }
            guard !bad.isEmpty else { continue }
            throw Failure(
                "`\(lookup.input)` in `\(file)` picks what is not there: `\(lookup.node)` looks up in \(plural(lookup.rows, "row"))",
                notes: Self.listed(
                    bad.map { "\(name(run, lookup.input, tensor.place(ofElement: $0))) is \(values[$0])" }, "other number"),
                hint: "leave these samples out, or give numbers from 0 to \(lookup.rows - 1)")
        }
    }

    /// The failure of samples on which the model as it is does not run: the first of them where they can be told apart.
    private func unfit(_ run: Int, _ cause: Failure, _ session: Session) -> Failure {
        let feed = feeds[run]
        let (row, alone) = Self.firstUnfit(feed, session) ?? (nil, cause)
        let shapes = feed.sorted { $0.key < $1.key }.map { "`\($0.key)` \($0.value.type.rawValue) \($0.value.shape)" }
        let what = row.flatMap { row in feed.keys.min().map { name(run, $0, [row]) } }.map { ", first at \($0)" }
            ?? (feeds.count > 1 ? ", first in run \(run + 1)" : "")
        let takes = session.inputs.map { "`\($0.name)` \($0)" }
        return Failure(
            "the model as it is does not run on the samples in `\(file)`\(what)",
            notes: alone.diagnostics.flatMap { [$0.message] + $0.notes }
                + ["what is fed is \(shapes.joined(separator: ", ")); it takes \(takes.joined(separator: ", "))"],
            hint: "give samples that the model runs on")
    }

    /// The first row of a batch on which a model does not run alone, and why; `nil` where rows are not fed alone, or each runs.
    private static func firstUnfit(_ feed: [String: Tensor], _ session: Session) -> (Int?, Failure)? {
        guard let count = feed.values.first?.shape.first, count > 1, feed.values.allSatisfy({ $0.shape.first == count }) else { return nil }
        guard let rows = try? feed.mapValues({ try $0.slices(1) }) else { return nil }
        for row in 0..<count {
            do { _ = try session.run(rows.mapValues { $0[row] }, outputs: session.tensorOutputs) } catch let failure as Failure {
                return (row, failure)
            } catch { return nil }
        }
        return nil
    }
}

extension Tensor {
    /// The values of what numbers rows.
    fileprivate var wholeNumbers: [Int]? {
        switch values {
        case .int64(let values): values.map { Int($0) }
        case .int32(let values): values.map { Int($0) }
        default: nil
        }
    }
}
