internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
internal import MLKitViews

/// An explanation as text and as JSON.
struct ExplanationView {
    let isColoured: Bool

    func text(_ explanation: StageExplanation) -> String {
        let name = explanation.stage.styled(.bold, isColoured)
        guard explanation.isUpToDate else {
            let fate = explanation.isStuck ? "cannot run" : explanation.isInCache ? "would be restored from the cache" : "would run"
            var text = "\(name) \(fate.styled(.yellow, isColoured)):\n"
            add(explanation.causes, indent: "  ", to: &text)
            return text + ways(explanation)
        }
        let since = explanation.recorded.map { " since \(Timestamp(seconds: $0 / 1_000_000_000))" } ?? ""
        var text = "\(name) is \("up to date".styled(.green, isColoured))\(since)\n"
        guard let lock = explanation.lock else { return text + ways(explanation) }
        if !lock.result.summary.isEmpty { text += "  \(lock.result.summary.onOneLine)\n" }
        return text + "it follows from\n" + parts(lock.fingerprint).text(indent: 2) + made(lock)
            + ways(explanation)
    }

    /// What its keys make of it, whatever changes.
    private func ways(_ explanation: StageExplanation) -> String {
        let kept = explanation.kept.map { "it goes on from `\($0)` as that stands (`keep: true`)\n" }
        return kept.joined() + (explanation.isFrozen ? "it is left as it is, whatever changes (`frozen: true`)\n" : "")
    }

    private func add(_ causes: [StageExplanation.Cause], indent: String, to text: inout String) {
        for cause in causes.prefix(Self.mostCauses) {
            text += indent + cause.reason.description.onOneLine
            if let change = cause.change {
                text += ": " + (change.old ?? "nothing") + " -> " + (change.new ?? "nothing")
            }
            if !cause.upstream.isEmpty { text += ":" }
            if cause.isTold { text += ", as told above" }
            text += "\n"
            add(cause.upstream, indent: indent + "  ", to: &text)
        }
        if causes.count > Self.mostCauses { text += "\(indent)and \(causes.count - Self.mostCauses) more\n" }
    }

    /// How many reasons are shown in one place.
    private static let mostCauses = 20

    private func parts(_ fingerprint: StageFingerprint) -> TextTable {
        var table = TextTable()
        table.add("kind", fingerprint.kind, "version \(fingerprint.version)")
        for (name, version) in fingerprint.engines.sorted(by: { $0.key < $1.key }) {
            table.add("engine", name, version.onOneLine)
        }
        table.add("keys", "of the stage", Self.short(ContentHash(of: fingerprint.configuration.compact)))
        for (name, value) in fingerprint.parameters.sorted(by: { $0.key < $1.key }) {
            table.add("parameter", name, value.compact.shortened)
        }
        for (path, hash) in fingerprint.inputs.sorted {
            table.add("input", path.onOneLine, hash.map(Self.short) ?? "nothing there")
        }
        for (name, hash) in fingerprint.environment.sorted(by: { $0.key < $1.key }) {
            table.add("variable", name, hash.map(Self.short) ?? "not set")
        }
        return table
    }

    private func made(_ lock: StageLock) -> String {
        guard !lock.outputs.isEmpty else { return "" }
        var table = TextTable()
        for (path, hash) in lock.outputs.sorted { table.add(path.onOneLine, Self.short(hash)) }
        return "it made\n" + table.text(indent: 2)
    }

    private static func short(_ hash: ContentHash) -> String { String(hash.hex.prefix(10)) }

    /// `{"stage", "kind", "up_to_date", "in_cache", "since", "causes": [{"reason", "old", "new", "upstream": [cause]}],
    /// "follows_from", "outputs"}`; `in_cache` is whether it would be restored instead of run, `old` and `new` are the
    /// beginnings of a file's hashes, `follows_from` and `outputs` are those of the last success, and null if there was
    /// none.
    static func json(_ explanation: StageExplanation) -> JSON {
        let lock = explanation.lock
        return [
            "stage": .string(explanation.stage), "kind": .string(explanation.kind),
            "up_to_date": .bool(explanation.isUpToDate), "in_cache": .bool(explanation.isInCache),
            "since": explanation.recorded.map { .string(Timestamp(seconds: $0 / 1_000_000_000).description) } ?? .null,
            "causes": .array(explanation.causes.map(json)),
            "follows_from": lock.map { json($0.fingerprint) } ?? .null,
            "outputs": lock.map { lock in
                .object(lock.outputs.sorted.map { .init($0.key, .string($0.value.description)) })
            } ?? .null,
        ]
    }

    private static func json(_ cause: StageExplanation.Cause) -> JSON {
        var members = [JSON.Member("reason", .string(cause.reason.description))]
        if let change = cause.change {
            members.append(.init("old", change.old.map { .string($0) } ?? .null))
            members.append(.init("new", change.new.map { .string($0) } ?? .null))
        }
        if !cause.upstream.isEmpty { members.append(.init("upstream", .array(cause.upstream.map(json)))) }
        return .object(members)
    }

    private static func json(_ fingerprint: StageFingerprint) -> JSON {
        func hashes(_ values: [(key: String, value: ContentHash?)]) -> JSON {
            .object(values.map { name, hash in .init(name, hash.map { .string($0.description) } ?? .null) })
        }
        let engines = fingerprint.engines.sorted { $0.key < $1.key }
        let parameters = fingerprint.parameters.sorted { $0.key < $1.key }
        return [
            "kind": .string(fingerprint.kind), "version": .int(fingerprint.version),
            "engines": .object(engines.map { .init($0.key, .string($0.value)) }),
            "configuration": fingerprint.configuration,
            "parameters": .object(parameters.map { .init($0.key, $0.value) }),
            "inputs": hashes(fingerprint.inputs.sorted),
            "environment": hashes(fingerprint.environment.sorted { $0.key < $1.key }),
        ]
    }
}
