public import MLKitCore
internal import MLKitYAML

extension ProjectSpec {
    /// How models are served: what `mlkit serve` goes by where no flag says otherwise.
    public struct Serving: Hashable, Sendable {
        public var port = 8080
        public var host = "127.0.0.1"
        public var limits = ServerLimits()
        public var drift = DriftRule()
        /// The file of keys, relative to the project.
        public var keyFile: String?
        /// Where the access log goes, relative to the project; `-` is standard error.
        public var accessLog: String?
        /// Where what is asked and answered is kept; nowhere if `nil`.
        public var log: PredictionLog?

        static let keys = KeySet<Serving>(
            "`serving`", blank: Serving(),
            [
                Key("port", \.port, .integer(0...65535), "TCP port; 0 takes a free one"),
                Key("host", \.host, .text, "address to listen on; others than this machine reach the server at `0.0.0.0`"),
                Key(limitsName, \.limits, .object(ServerLimits.keys), "what clients may ask of the server"),
                Key(
                    driftName, \.drift, .object(DriftRule.keys),
                    "when it is told that requests are no longer like what the model was tried on"),
                Key("keys", \.keyFile, .path, "the keys that clients must show one of; made by `mlkit deploy key`"),
                Key("access_log", \.accessLog, .path, "where a line of JSON goes for each answer; `-` is standard error"),
                Key(
                    "log", \.log, .object(PredictionLog.keys),
                    "keeps the rows that models are asked and what they answer; nothing is kept if left out"),
            ])

        public static let limitsName = "limits"
        public static let driftName = "drift"

        /// How a server is held to it, as options of `mlkit-server`.
        public var options: [String] { limits.changes.flatMap { ["--limit", $0] } + drift.options }

        /// What outputs of stages show of it: limits that are not as they are by default.
        var shown: [JSON.Member] {
            let changed = limits.changes.map { change in
                let parts = change.split(separator: "=").map(String.init)
                return JSON.Member(parts[0], .string(parts[1]))
            }
            let members = (changed.isEmpty ? [] : [JSON.Member(Self.limitsName, .object(changed))]) + drift.shown
            return members.isEmpty ? [] : [JSON.Member(SpecSchema.servingName, .object(members))]
        }
    }
}

extension DriftRule {
    static let keys = KeySet<DriftRule>(
        "`serving.drift`", blank: DriftRule(),
        [
            Key("alarm", \.alarm, .number(alarms), "population stability index of a column from which on it is told"),
            Key("rows", \.rows, .integer(windows), "rows of a window, compared when it is full; 0 watches nothing"),
        ])

    /// What outputs of stages show of it: that it is not as by default, as a server takes it.
    fileprivate var shown: [JSON.Member] {
        options.isEmpty ? [] : [JSON.Member(ProjectSpec.Serving.driftName, .array(options.map { .string($0) }))]
    }
}

extension ServerLimits {
    static let keys = KeySet<ServerLimits>("`serving.limits`", blank: ServerLimits(), all.map(key))

    private static func key(_ limit: Limit) -> Key<ServerLimits> {
        Key(
            FieldSchema(limit.name, schema(limit), limit.summary, default: value(limit, limit.standard)),
            read: { node, limits in
                if let text = node.text { limits.set(limit, text) }
            },
            write: { value(limit, limit.text($0)) })
    }

    /// A limit as the file has it: a count is a number, all else a text.
    private static func value(_ limit: Limit, _ text: String) -> JSON {
        if case .count = limit.kind, let count = Int(text) { return .int(count) }
        return .string(text)
    }

    private static func schema(_ limit: Limit) -> ValueSchema {
        switch limit.kind {
        case .count(let range): .integer(range)
        case .bytes: .pattern(TextPattern(limit.expectation) { limit.value($0) != nil })
        case .seconds: .pattern(TextPattern(limit.expectation) { limit.value($0) != nil })
        }
    }
}
