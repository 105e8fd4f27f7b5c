internal import MLKitCore

/// One entry of a request's `inputs`, before its elements are read.
struct InferenceEntry {
    var name: String?
    var datatype: String?
    var shape: JSON?
    /// Where the elements stand in the JSON text.
    var data: Range<Int>?
    /// Bytes of the elements behind the JSON text.
    var binarySize: Int?
    /// The first thing that is wrong with the entry's form.
    var problem: String?

    init(_ scanner: inout JSONScanner) throws {
        guard try scanner.kind() == .object else {
            _ = try scanner.skip()
            return
        }
        var seen = Set<String>()
        try scanner.members { scanner, key in
            let key = scanner.string(key)
            if !seen.insert(key.excerpt).inserted { note("has `\(key.excerpt)` twice") }
            switch key {
            case "name": name = try scanner.tree().string
            case "datatype": datatype = try scanner.tree().string
            case "shape": shape = try scanner.tree()
            case "data": data = try Self.list(&scanner)
            case "parameters": take(parameters: try scanner.tree())
            default:
                _ = try scanner.skip()
                note("has the unknown key `\(key.excerpt)`\(key.hint(among: ["name", "datatype", "shape", "data", "parameters"]))")
            }
        }
    }

    private static func list(_ scanner: inout JSONScanner) throws -> Range<Int>? {
        let isList = try scanner.kind() == .list
        let range = try scanner.skip()
        return isList ? range : nil
    }

    private mutating func take(parameters: JSON) {
        guard let members = parameters.members else {
            if parameters != .null { note("has `parameters` that are no object") }
            return
        }
        for member in members {
            guard member.name == "binary_data_size" else {
                note("has the parameter `\(member.name.excerpt)`, which this server does not know")
                continue
            }
            binarySize = member.value.int
            if (binarySize ?? -1) < 0 { note("has a `binary_data_size` that is no whole number from 0") }
        }
    }

    private mutating func note(_ problem: String) {
        self.problem = self.problem ?? problem
    }
}
