internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature
internal import Synchronization

/// Whether what a model is asked, and what it answers, is still spread as when it was deployed: counts values in the bins of the
/// bundle's statistics, and compares them whenever a window is full.
final class DriftWatch: Sendable {
    /// How far a column was from the bundle's in the last full window.
    struct Reading: Hashable, Sendable {
        var name: String
        var role: BundleStatistics.Column.Role
        var index: Double
        /// Whether that is at or beyond the alarm, and more than chance.
        var isAlarming: Bool
    }

    private struct State {
        var sampler = RowSampler(limit: 1000)
        var counts: [[Int]]
        var rows = 0
        var readings: [Reading] = []
    }

    private let statistics: BundleStatistics
    private let rule: DriftRule
    private let model: String
    /// The column of each of the model's inputs, in its order; `nil` for one that nothing is known of.
    private let inputs: [Int?]
    private let outputs: [String: Int]
    private let state: Mutex<State>

    /// - Parameter inputs: the names of the model's inputs, in its order.
    init(_ statistics: BundleStatistics, _ rule: DriftRule, of model: String, inputs: [String]) {
        self.statistics = statistics
        self.rule = rule
        self.model = model
        func places(_ role: BundleStatistics.Column.Role) -> [String: Int] {
            let columns = statistics.columns.enumerated().filter { $0.element.role == role }
            return Dictionary(columns.map { ($0.element.name, $0.offset) }) { first, _ in first }
        }
        let known = places(.input)
        self.inputs = inputs.map { known[$0] }
        outputs = places(.output)
        state = Mutex(State(counts: Self.none(statistics)))
    }

    private static func none(_ statistics: BundleStatistics) -> [[Int]] { statistics.columns.map { $0.counts.map { _ in 0 } } }

    /// Those of the last full window; none before there was one.
    var readings: [Reading] { state.withLock { $0.readings } }

    /// Forgets all that was counted.
    func forget() { state.withLock { $0 = State(counts: Self.none(statistics)) } }

    /// Whether the values of a request are wanted: on a busy server those of some are enough.
    ///
    /// - Parameter seconds: by the clock.
    func takes(_ rows: Int, at seconds: Int) -> Bool { rows > 0 && state.withLock { $0.sampler.takes(rows, at: seconds) } }

    /// Counts the values of a request.
    ///
    /// - Parameters:
    ///   - inputs: what the model was asked, in its order.
    ///   - names: the outputs that it was asked for.
    ///   - answers: what it answered, in their order.
    /// - Returns: that columns have moved away, when a window is full and they had not in the one before.
    func add(_ asked: [Tensor], outputs names: [String], _ answers: [Tensor], rows: Int) -> Diagnostic? {
        state.withLock { state in
            for (place, tensor) in zip(inputs, asked) {
                if let place, tensor.count == rows { statistics.columns[place].bins.add(tensor, to: &state.counts[place]) }
            }
            for (name, tensor) in zip(names, answers) where tensor.count == rows {
                if let place = outputs[name] { statistics.columns[place].bins.add(tensor, to: &state.counts[place]) }
            }
            state.rows += rows
            guard state.rows >= rule.rows else { return nil }
            let before = Set(state.readings.filter(\.isAlarming).map { [$0.role.rawValue, $0.name] })
            state.readings = zip(statistics.columns, state.counts).compactMap(reading)
            let found = state.readings.filter { $0.isAlarming && !before.contains([$0.role.rawValue, $0.name]) }
            let seen = state.rows
            (state.rows, state.counts) = (0, Self.none(statistics))
            return found.isEmpty ? nil : alarm(found, seen)
        }
    }

    /// - Returns: `nil` for a column of which less than half a window was seen, as when clients ask for other outputs.
    private func reading(_ column: BundleStatistics.Column, _ counts: [Int]) -> Reading? {
        guard counts.reduce(0, +) * 2 >= rule.rows else { return nil }
        let index = StabilityIndex.between(column.counts, counts)
        let isAlarming = index >= rule.alarm && index > StabilityIndex.chance(column.counts, counts)
        return Reading(name: column.name, role: column.role, index: index, isAlarming: isAlarming)
    }

    private func alarm(_ readings: [Reading], _ rows: Int) -> Diagnostic {
        let worst = readings.sorted { $0.index > $1.index }
        let names = worst.prefix(5).map { "`\($0.name)` (\(($0.index * 100).rounded() / 100))" }.joined(separator: ", ")
        let more = worst.count > 5 ? " and \(worst.count - 5) more" : ""
        return .warning(
            "what `\(model)` is asked or answers has moved away from what it was tried on: \(names)\(more)",
            notes: ["population stability index over \(plural(rows, "row")), beside the \(statistics.rows) of the bundle"],
            hint: "look at these columns with `mlkit data compare`; `serving.drift.alarm` is \(rule.alarm)")
    }
}
