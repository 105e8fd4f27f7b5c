public import MLKitCore
internal import MLKitSpec

// What a quantization report says of groups of rows, bounds, layers and what else was tried.

extension QuantizationReport {
    /// How far the metric fell on rows with the same value in a column, or numbers in the same range.
    public struct Group: Hashable, Sendable {
        public var column = ""
        /// The value, or the range as `18 to 30`; `nil` for rows in which it is missing.
        public var value: String?
        public var rows = 0
        /// Negative where it rose; NaN where it is undefined.
        public var drop = Double.nan
        public var interval = Interval()
        /// Whether it fell no further than it may, or no further than chance.
        public var isKept = false

        public init() {}

        static let keys = KeySet<Group>(
            "a group of rows", blank: Group(),
            [
                Key("column", \.column, .text, "the column that tells groups apart", required: true),
                Key(
                    "value", \.value, .textOrNull, "the value, or a range of numbers as `18 to 30`; null where it is missing",
                    absent: .null),
                Key("rows", \.rows, .integer(0...), "rows that have it", required: true),
                Key("drop", \.drop, .measured, "how far the metric fell on them", required: true),
                Key("interval", \.interval, .object(Interval.keys), "what the drop of all such rows is between"),
                Key("kept", \.isKept, .boolean, "whether it fell no further than it may, or than by chance", required: true),
            ])
    }

    /// A bound of `bounds`, and whether it is kept.
    public struct JudgedBound: Hashable, Sendable {
        public var bound: String
        public var value: Double
        public var isKept: Bool

        public init(bound: String, value: Double, isKept: Bool) {
            self.bound = bound
            self.value = value
            self.isKept = isKept
        }

        /// The value in words: where nothing differs there is no noise, and what was not compared is not known.
        public var valueText: String { value.isNaN ? "not known" : value.isFinite ? value.briefFigure() : Decibels.text(value) }

        /// As the report has it.
        public var json: JSON { Self.keys.json(self) }

        static let keys = KeySet<JudgedBound>(
            "a bound", blank: JudgedBound(bound: "", value: .nan, isKept: false),
            [
                Key("bound", \.bound, .text, "as it was asked, such as `flipped <= 0.01`", required: true),
                Key("value", \.value, .measured, "what it is of", required: true),
                Key("kept", \.isKept, .boolean, "whether it is kept", required: true),
            ])
    }

    /// A node, quantized with all others left in float.
    public struct Layer: Hashable, Sendable {
        public var name: String
        public var op: String
        public var signalToNoise: Double
        public var answers: Double
        public var savedBytes: Int
        public var isQuantized: Bool

        public init(name: String, op: String, signalToNoise: Double, answers: Double, savedBytes: Int, isQuantized: Bool) {
            self.name = name
            self.op = op
            self.signalToNoise = signalToNoise
            self.answers = answers
            self.savedBytes = savedBytes
            self.isQuantized = isQuantized
        }

        /// As the report has it.
        public var json: JSON { Self.keys.json(self) }

        static let keys = KeySet<Layer>(
            "a layer", blank: Layer(name: "", op: "", signalToNoise: .nan, answers: .nan, savedBytes: 0, isQuantized: true),
            [
                Key("name", \.name, .text, "the node", required: true),
                Key("operator", \.op, .text, "what it is"),
                Key(
                    "signal_to_noise", \.signalToNoise, .measured,
                    "of its own result, with it alone quantized, in dB; null where there is no noise or nobody can say"),
                Key("answers_signal_to_noise", \.answers, .measured, "the same of the model's answers"),
                Key("saved_bytes", \.savedBytes, .integer(.min ... .max), "by how much it makes the file smaller"),
                Key("quantized", \.isQuantized, .boolean, "whether it is quantized in the model that was written"),
            ])
    }

    /// How many nodes there are of each operator.
    public struct Operators: Hashable, Sendable {
        public var before: [String: Int]
        public var after: [String: Int]

        public init(before: [String: Int] = [:], after: [String: Int] = [:]) {
            self.before = before
            self.after = after
        }

        static let keys = KeySet<Operators>(
            "`operators`", blank: Operators(),
            [
                Key("before", \.before, .mapping(.integer(0...)), "of the model that was quantized", required: true),
                Key("after", \.after, .mapping(.integer(0...)), "of the quantized model", required: true),
            ])
    }

    /// One way of quantizing the model that was tried.
    public struct Attempt: Hashable, Sendable {
        public var method = ""
        /// Nodes that could be quantized and were left in float for their noise.
        public var kept: [String] = []
        public var sizeBytes = 0
        public var drop = Double.nan
        public var signalToNoise = Double.nan
        public var isKept = false
        public var isSmaller = true
        public var isChosen = false

        public init() {}

        /// What came of it, in a few words; empty where another was better.
        public var verdict: String {
            if isChosen { return "taken" }
            let faults = [isKept ? nil : "breaks what was asked", isSmaller ? nil : "not smaller"].compactMap { $0 }
            return faults.joined(separator: ", ")
        }

        /// As the report has it.
        public var json: JSON { Self.keys.json(self) }

        static let keys = KeySet<Attempt>(
            "an attempt", blank: Attempt(),
            [
                Key("method", \.method, .text, "as `method` names it", required: true),
                Key("left_in_float", \.kept, .list(.text), "nodes that were left in float for their noise"),
                Key("size_bytes", \.sizeBytes, .integer(0...), "of the file", required: true),
                Key("drop", \.drop, .measured, "how far the metric fell"),
                Key("signal_to_noise", \.signalToNoise, .measured, "of the answers, in dB; null where there is no noise"),
                Key("kept", \.isKept, .boolean, "whether all that was asked is kept", required: true),
                Key("smaller", \.isSmaller, .boolean, "whether the file is smaller than that of the model as it was"),
                Key("chosen", \.isChosen, .boolean, "whether this is the model that was written"),
            ])
    }

    /// A method that was tried beside others, and why there is no model of it.
    public struct FailedMethod: Hashable, Sendable {
        public var method: String
        public var reason: String

        public init(method: String, reason: String) {
            self.method = method
            self.reason = reason
        }

        /// As the report has it.
        public var json: JSON { Self.keys.json(self) }

        static let keys = KeySet<FailedMethod>(
            "a method that did not work", blank: FailedMethod(method: "", reason: ""),
            [
                Key("method", \.method, .text, "as `method` names it", required: true),
                Key("reason", \.reason, .text, "why", required: true),
            ])
    }
}
