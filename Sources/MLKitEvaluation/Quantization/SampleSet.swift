internal import MLKitCore
internal import MLKitONNX

/// What a model is run on, and what its numbers are called.
struct SampleSet {
    let feeds: [[String: Tensor]]
    /// What the number at a place of an input is called in a run, such as "`x` of sample 3 at [0, 5]".
    let name: @Sendable (_ run: Int, _ input: String, _ place: [Int]) -> String

    /// How many numbers a message names.
    private static let told = 5

    /// - Throws: `Failure` if the model answers what is no finite number where a sample has one that is none: the model is not to blame, and
    ///   nothing could be compared. Models that fill in what is missing take it.
    func check(_ session: Session) throws {
        for (run, feed) in feeds.enumerated() where !oddities(run).isEmpty {
            let answers = try session.run(feed, outputs: session.tensorOutputs)
            let isJudging = answers.values.contains { $0.reals != nil }
            let bad = session.tensorOutputs.first { !(answers[$0]?.reals ?? []).allSatisfy(\.isFinite) }
            guard bad != nil || !isJudging else { continue }
            throw failure(bad.map { "the samples hold what is no finite number, and the model answers the same for `\($0)`" }
                ?? "the samples hold what is no finite number, and the labels that the model answers do not tell what it makes of that")
        }
    }

    /// - Parameter tensors: whose range is not finite.
    /// - Throws: `Failure` if samples have numbers that are not finite either.
    func check(ranges tensors: [String]) throws {
        guard let first = tensors.first, feeds.indices.contains(where: { !oddities($0).isEmpty }) else { return }
        throw failure("the samples hold what is no finite number, so that `\(first)` within the model has no finite range")
    }

    private func failure(_ message: String) -> Failure {
        let all = feeds.indices.flatMap(oddities)
        let rest = all.count - Self.told
        return Failure(
            message, notes: all.prefix(Self.told) + (rest > 0 ? ["and \(plural(rest, "other number"))"] : []),
            hint: "leave these samples out, or fill in what is missing")
    }

    /// What is no finite number in a run.
    private func oddities(_ run: Int) -> [String] {
        feeds[run].sorted { $0.key < $1.key }.flatMap { input, tensor -> [String] in
            guard let values = tensor.reals else { return [] }
            return values.indices.filter { !values[$0].isFinite }.map { element in
                "\(name(run, input, tensor.place(ofElement: element))) is \(values[element].words)"
            }
        }
    }
}

extension Tensor {
    /// The places along each dimension of an element, from 0.
    fileprivate func place(ofElement element: Int) -> [Int] {
        var rest = element
        return shape.reversed().map { size in
            defer { rest /= size }
            return rest % size
        }.reversed()
    }
}
