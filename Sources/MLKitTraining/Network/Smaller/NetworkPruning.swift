internal import Glibc
internal import MLKitSpec

/// How a network is made smaller after training, and trained on.
package struct NetworkPruning: Hashable, Sendable {
    package enum Part: String, CaseIterable, Sendable {
        /// The smallest of all layers become 0, and stay so: S. Han et al., "Learning both weights and connections for efficient neural
        /// networks" (2015).
        case weights
        /// Of each hidden layer those leave that have the smallest weights: H. Li et al., "Pruning filters for efficient ConvNets" (2017).
        case units
    }

    package var part = Part.weights
    /// How many of all.
    package var share = 0.5
    /// In how many steps, each with epochs after it.
    package var steps = 1
    /// The most passes over the rows after a step.
    package var epochs = 50
    /// The epoch whose weights what is left goes back to, 0 for those before the first: J. Frankle and M. Carbin, "The lottery ticket
    /// hypothesis" (2019); and with later ones, J. Frankle et al., "Linear mode connectivity and the lottery ticket hypothesis" (2020).
    package var rewind: Int?

    package init() {}

    static let keys = KeySet<NetworkPruning>(
        "`prune`", blank: NetworkPruning(),
        [
            Key(
                "of", \.part, .choice,
                "weights: the smallest become 0, and units that nothing leads to or from leave; units: of each hidden layer those with the "
                    + "smallest weights leave"),
            Key("share", \.share, .number(0...0.99), "how many of all"),
            Key("steps", \.steps, .integer(1...100), "in how many steps, each of which takes the same share of what is left"),
            Key("epochs", \.epochs, .integer(1...), "most passes over the rows after a step"),
            Key(
                "rewind", \.rewind, .integer(0...),
                "go back to the weights after this epoch of the first training, 0 for those it began with, and train what is left as "
                    + "long again"),
        ])

    /// How many of all are gone after a step, from 1.
    func share(after step: Int) -> Double { step == steps ? share : 1 - pow(1 - share, Double(step) / Double(steps)) }
}
