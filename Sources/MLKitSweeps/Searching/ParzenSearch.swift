internal import Glibc
internal import MLKitCore
internal import MLKitSpec

/// The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kégl, "Algorithms for hyper-parameter
/// optimization", 2011): trials are split into few good ones and the rest, each side gives a density, l and g, and
/// of candidates drawn from l the one with the largest l/g is tried, which has the largest expected improvement.
///
/// Trials that failed are bad, and so are those that still run, that others at the same time go elsewhere (the
/// constant liar of Ginsbourger, Le Riche and Carraro, 2010).
struct ParzenSearch: SweepStrategy {
    let space: SearchSpace
    let seed: Int
    let limit: Int
    let goal: SweepSpec.Goal

    /// Trials at random before there is anything to go by.
    static let startTrials = 10
    /// The share of good trials: γ.
    private static let goodShare = 0.15
    private static let candidates = 24

    func next(number: Int, _ trials: [SweepTrial]) -> SweepStep {
        guard number < limit else { return .done }
        var random = SearchRandom(seed: seed, "trial \(number)")
        let others = trials.filter { $0.number != number }
        let tried = Set(others.map(\.values))
        let measured = others.filter { $0.metric != nil }
        let values = measured.count < Self.startTrials
            ? space.sample(&random, besides: tried) : candidate(others, measured, tried, &random)
        return values.map { .trial(SweepProposal(values: $0)) } ?? .done
    }

    private func candidate(
        _ others: [SweepTrial], _ measured: [SweepTrial], _ tried: Set<[JSON]>, _ random: inout SearchRandom
    ) -> [JSON]? {
        let ranked = measured.ranked(by: goal)
        let count = Int((Self.goodShare * Double(ranked.count)).rounded(.up))
        let best = Set(ranked.prefix(count).map(\.number))
        let good = others.filter { best.contains($0.number) }
        let bad = others.filter { !best.contains($0.number) }
        let estimators = space.axes.enumerated().map { index, axis in
            (
                good: ParzenEstimator(axis, good.map { $0.values[index] }),
                bad: ParzenEstimator(axis, bad.map { $0.values[index] })
            )
        }
        return draw(estimators, besides: tried, &random) ?? space.sample(&random, besides: tried)
    }

    /// Of candidates that are likely among the good, the one that is least so among the bad; `nil` if all were tried.
    private func draw(
        _ estimators: [(good: ParzenEstimator, bad: ParzenEstimator)], besides tried: Set<[JSON]>,
        _ random: inout SearchRandom
    ) -> [JSON]? {
        var best: (values: [JSON], score: Double)?
        for _ in 0..<Self.candidates {
            let values = estimators.map { $0.good.sample(&random) }
            guard !tried.contains(values) else { continue }
            let score = zip(estimators, values).reduce(0) { sum, pair in
                sum + pair.0.good.logDensity(pair.1) - pair.0.bad.logDensity(pair.1)
            }
            if score > best?.score ?? -.infinity { best = (values, score) }
        }
        return best?.values
    }
}
