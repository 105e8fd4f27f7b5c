internal import MLKitONNX
internal import MLKitSignature
internal import Synchronization

/// Writes what models of rows were asked and what they answered, a line of JSON for each row, which a table is read from:
///
/// ```
/// {"_time":"2026-01-31T12:00:00Z","_model":"trees","_version":"61c40c27e690","age":39,"income":null,"_label":">50K","_probability":0.74}
/// ```
///
/// Values are those that the model was handed: cleaned, and redacted where the training data were; dates are written as such.
/// Nobody waits for it: rows that a slow disk leaves behind are dropped, and counted.
final class PredictionLog: Sendable {
    /// What a model was asked at once.
    private struct Entry: Sendable {
        let model: ServedModel
        let inputs: [Tensor]
        let names: [String]
        let answers: [Tensor]
        let rows: Int
        let seconds: Int
    }

    /// Rows that may wait.
    private static let limit = 50_000

    private final class Rows: Sendable { let count = Atomic<Int>(0) }

    private let waiting: Rows
    private let dropped: Counter
    private let box: Outbox<Entry>

    /// - Parameter write: takes whole lines; called from a thread of its own.
    init(dropped: Counter, write: @escaping @Sendable ([UInt8]) -> Void) {
        let waiting = Rows()
        (self.dropped, self.waiting) = (dropped, waiting)
        box = Outbox(limit: 4096, dropped: dropped) { entries in
            for entry in entries {
                write(Self.lines(entry))
                waiting.count.wrappingSubtract(entry.rows, ordering: .relaxed)
            }
        }
    }

    /// - Parameters:
    ///   - inputs: in the order of the model's.
    ///   - names: the outputs that it was asked for, and `answers` what it answered, in their order.
    func add(_ model: ServedModel, _ inputs: [Tensor], _ names: [String], _ answers: [Tensor], rows: Int, at seconds: Int) {
        guard model.isTabular, rows > 0 else { return }
        guard waiting.count.load(ordering: .relaxed) + rows <= Self.limit else { return dropped.add() }
        waiting.count.wrappingAdd(rows, ordering: .relaxed)
        let entry = Entry(model: model, inputs: inputs, names: names, answers: answers, rows: rows, seconds: seconds)
        if !box.add(entry) { waiting.count.wrappingSubtract(rows, ordering: .relaxed) }
    }

    func flush(within seconds: Double) { box.flush(within: seconds) }

    private static func lines(_ entry: Entry) -> [UInt8] {
        let model = entry.model
        let time = Calendar.moment(seconds: Double(entry.seconds))
        func answer(_ output: ModelOutput) -> Tensor? { entry.names.firstIndex(of: output.name).map { entry.answers[$0] } }
        let (label, shares, number) = (answer(.label), answer(.probabilities), answer(.prediction))
        var text = JSONOutput(capacity: 256 * entry.rows)
        for row in 0..<entry.rows {
            text.put("{\"_time\":")
            text.put(text: time)
            text.put(",\"_model\":")
            text.put(text: model.name)
            text.put(",\"_version\":")
            text.put(text: model.version)
            for (rule, tensor) in zip(model.rules, entry.inputs) where tensor.count == entry.rows {
                text.put(",")
                text.put(text: rule.name)
                text.put(":")
                put(tensor, row, rule.column?.kind, &text)
            }
            if let label, label.count == entry.rows {
                text.put(",\"_label\":")
                put(label, row, nil, &text)
            }
            if let flags = answer(.labels)?.flags, flags.count == entry.rows * model.classes.count {
                text.put(",\"_labels\":")
                text.put(text: model.classes.indices.filter { flags[row * model.classes.count + $0] }.map { model.classes[$0] }
                    .joined(separator: ", "))
            } else if let shares, let largest = largest(shares, row, entry.rows) {
                text.put(",\"_probability\":")
                text.put(largest)
            }
            if let number, number.count == entry.rows {
                text.put(",\"_prediction\":")
                put(number, row, nil, &text)
            }
            text.put("}\n")
        }
        return text.bytes
    }

    /// The probability of the class that is the most probable.
    private static func largest(_ shares: Tensor, _ row: Int, _ rows: Int) -> Double? {
        guard rows > 0, shares.count % rows == 0 else { return nil }
        let width = shares.count / rows
        return (0..<width).compactMap { shares.number(at: row * width + $0) }.max()
    }

    private static func put(_ tensor: Tensor, _ row: Int, _ kind: ColumnType?, _ text: inout JSONOutput) {
        if case .string(let values) = tensor.values { return values[row].isEmpty ? text.put("null") : text.put(text: values[row]) }
        guard let number = tensor.number(at: row) else { return text.put("null") }
        switch kind {
        case .date: text.put(text: Calendar.date(days: Int64(number)))
        case .timestamp: text.put(text: Calendar.moment(seconds: number))
        case .boolean: text.put(number != 0)
        case .integer, .number, .text, .identifier, nil:
            if let whole = Int(exactly: number) { text.put(whole) } else { text.put(number) }
        }
    }
}

extension Tensor {
    /// An element as a number; `nil` for a text, and one that is not finite.
    fileprivate func number(at place: Int) -> Double? {
        let value: Double
        switch values {
        case .float(let all): value = Double(all[place])
        case .double(let all): value = all[place]
        case .int64(let all): value = Double(all[place])
        case .int32(let all): value = Double(all[place])
        case .bool(let all): value = all[place] ? 1 : 0
        default: return nil
        }
        return value.isFinite ? value : nil
    }
}
