public import MLKitCore

/// The parameters of a stage as its command is handed them: one file in JSON, and a variable for each plain value.
public struct StageParameters: Sendable {
    /// By dotted name.
    private let values: [String: JSON]

    /// Begins the names of all variables that tell of parameters.
    public static let prefix = "MLKIT_PARAM"
    /// The variable with the path of the file.
    public static let fileVariable = "MLKIT_PARAMS"
    /// Longer texts are in the file alone, as are all where there are more: what a process can be given is limited.
    private static let longestText = 4096
    private static let mostVariables = 500
    private static let mostBytes = 64 << 10

    public init(_ values: [String: JSON]) { self.values = values }

    /// Nested as under `params` in mlkit.yaml, sorted by name.
    public var json: JSON {
        var root = JSON.object([])
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            root.set(name.split(separator: ".", omittingEmptySubsequences: false)[...], to: value)
        }
        return root.sorted
    }

    /// `MLKIT_PARAM_TRAIN_LR` for `train.lr`: a variable for each value that is no list, also for those inside of
    /// mappings. Where two come to one name there is none.
    public var variables: [String: String] {
        var found: [String: [String]] = [:]
        func add(_ value: JSON, _ name: String) {
            switch value {
            case .object(let members): for member in members { add(member.value, "\(name).\(member.name)") }
            case .array: break
            default: found[Self.variable(name), default: []].append(Self.text(value))
            }
        }
        for member in json.members ?? [] { add(member.value, member.name) }
        guard found.count <= Self.mostVariables else { return [:] }
        let variables = found.compactMapValues { texts -> String? in
            guard texts.count == 1, let text = texts.first, text.utf8.count <= Self.longestText, !text.utf8.contains(0)
            else { return nil }
            return text
        }
        let size = variables.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        return size <= Self.mostBytes ? variables : [:]
    }

    private static func variable(_ name: String) -> String {
        prefix + "_" + String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    /// Nothing is the empty text.
    private static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text): text
        case .null: ""
        default: value.compact
        }
    }
}

extension JSON {
    /// Puts a value at a path of names, into the objects that are there already.
    fileprivate mutating func set(_ path: ArraySlice<Substring>, to value: JSON) {
        guard let name = path.first.map(String.init) else {
            self = value
            return
        }
        var members = self.members ?? []
        let index = members.firstIndex { $0.name == name } ?? members.endIndex
        if index == members.endIndex { members.append(Member(name, .object([]))) }
        members[index].value.set(path.dropFirst(), to: value)
        self = .object(members)
    }
}
