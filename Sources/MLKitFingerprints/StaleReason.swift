public import MLKitCore

/// Why a stage has to run: one thing that differs from its last success.
public enum StaleReason: Hashable, Sendable {
    case neverSucceeded
    case implementationChanged
    case engineChanged(name: String, old: String?, new: String?)
    case configurationChanged(key: String, old: JSON?, new: JSON?)
    case parameterChanged(name: String, old: JSON?, new: JSON?)
    case environmentChanged(name: String)
    case inputChanged(path: String)
    case inputAdded(path: String)
    case inputRemoved(path: String)
    /// It is not there, and no stage makes it: the stage cannot run.
    case inputMissing(path: String)
    /// An input cannot be read, so that nothing can be told: the stage cannot run.
    case unreadable(because: String)
    /// Other files of it are programs than were.
    case inputExecutable(path: String)
    /// A parameter that it may look up in the file has another value there than it is to have now, or had then.
    case overrideChanged(name: String, isNow: Bool)
    case outputMissing(path: String)
    case outputChanged(path: String)
    /// One that the stage reads again, and that people are meant to edit.
    case keptEdited(path: String)
    /// Its lock does not say what it is to be.
    case outputUnrecorded(path: String)
    /// A stage it reads from has to run first, and may then make other inputs.
    case waits(for: String)
    case forced
    /// It has `always: true`.
    case always
    /// It was run like this before, and the cache cannot give its outputs back.
    case notRestorable(because: String)
}

extension StaleReason {
    /// Whether it is about what stands in an output's place.
    public var isOfOutput: Bool {
        switch self {
        case .outputMissing, .outputChanged, .keptEdited, .outputUnrecorded: true
        default: false
        }
    }
}

extension StaleReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .neverSucceeded: "it has not run yet"
        case .implementationChanged: "this version of mlkit does the stage differently"
        case .engineChanged(let name, let old, let new):
            "\(name) is another version: \(old ?? "unknown") -> \(new ?? "unknown")"
        case .configurationChanged(let key, let old, let new):
            "`\(key)` changed\(Self.change(old, new))"
        case .parameterChanged(let name, let old, let new):
            "parameter `\(name)` changed\(Self.change(old, new))"
        case .environmentChanged(let name): "environment variable `\(name)` changed"
        case .inputChanged(let path): "\(Self.name(path)) changed"
        case .inputAdded(let path): "\(Self.name(path)) is new"
        case .inputRemoved(let path): "\(Self.name(path)) is gone"
        case .inputMissing(let path): "\(Self.name(path)) is not there"
        case .unreadable(let reason): reason
        case .inputExecutable(let path): "what is executable of \(Self.name(path)) changed"
        case .overrideChanged(let name, let isNow):
            "parameter `\(name)` \(isNow ? "is" : "was") set for one run, while mlkit.yaml \(isNow ? "has" : "had") another value"
        case .outputMissing(let path): "its output `\(path)` is missing"
        case .outputChanged(let path): "its output `\(path)` was changed by something else"
        case .keptEdited(let path): "`\(path)` was edited"
        case .outputUnrecorded(let path): "its lock does not say what its output `\(path)` is"
        case .waits(let stage): "`\(stage)` runs first"
        case .forced: "it was asked for with --force"
        case .always: "it has `always: true`"
        case .notRestorable(let reason): "the cache cannot restore it: \(reason)"
        }
    }

    /// A name of a file as it is told, on one line.
    private static func name(_ path: String) -> String { "`\(path.onOneLine)`" }

    /// ": old -> new" for values short enough to read.
    private static func change(_ old: JSON?, _ new: JSON?) -> String {
        let texts = [old, new].map { $0?.compact ?? "nothing" }
        return texts.allSatisfy { $0.count <= 60 } ? ": \(texts[0]) -> \(texts[1])" : ""
    }
}

extension [StaleReason] {
    /// What is told of them: the first few, and how many more there are.
    public var told: [String] {
        let most = 20
        return prefix(most).map(\.description) + (count > most ? ["and \(count - most) more"] : [])
    }
}
