internal import MLKitCore
internal import MLKitONNX

/// Reads `outputs` and `parameters` of a request: which outputs are wanted, and in which form.
struct WantedOutputs {
    private(set) var outputs: [WantedOutput] = []

    init(_ outputs: JSON?, _ parameters: JSON?, _ known: [ValueDescription], _ problems: inout Problems) throws {
        let isBinary = try Self.isBinary(parameters, &problems)
        let names = known.map(\.name)
        let all = names.map { WantedOutput(name: $0, isBinary: isBinary) }
        guard let outputs, outputs != .null else {
            self.outputs = all
            return
        }
        guard let list = outputs.array else {
            try problems.add("`outputs` should be a list, and is \(outputs.kindName)")
            return
        }
        for (place, entry) in list.enumerated() {
            guard let output = try Self.output(entry, place, names, isBinary, &problems) else { continue }
            guard !self.outputs.contains(where: { $0.name == output.name }) else {
                try problems.add("output `\(output.name)` is given twice")
                continue
            }
            self.outputs.append(output)
        }
        if list.isEmpty { self.outputs = all }
    }

    private static func isBinary(_ parameters: JSON?, _ problems: inout Problems) throws -> Bool {
        guard let parameters, parameters != .null else { return false }
        guard let members = parameters.members else {
            try problems.add("`parameters` should be an object, and is \(parameters.kindName)")
            return false
        }
        var isBinary = false
        for member in members {
            guard member.name == "binary_data_output", let value = member.value.bool else {
                try problems.add(
                    member.name == "binary_data_output"
                        ? "the parameter `binary_data_output` should be true or false"
                        : "the parameter `\(member.name.excerpt)` is not known to this server")
                continue
            }
            isBinary = value
        }
        return isBinary
    }

    private static func output(
        _ entry: JSON, _ place: Int, _ names: [String], _ isBinary: Bool, _ problems: inout Problems
    ) throws -> WantedOutput? {
        guard let name = entry["name"]?.string else {
            try problems.add("output \(place + 1) needs a `name`")
            return nil
        }
        // The model's own spelling: the client's may be composed otherwise.
        guard let name = names.first(where: { $0 == name }) else {
            try problems.add("the model has no output `\(name.excerpt)`\(name.hint(among: names))")
            return nil
        }
        var output = WantedOutput(name: name, isBinary: isBinary)
        for member in entry.members ?? [] where member.name != "name" && member.name != "parameters" {
            try problems.add("output `\(name)` has the unknown key `\(member.name.excerpt)`")
        }
        if let parameters = entry["parameters"], parameters != .null, parameters.members == nil {
            try problems.add("output `\(name)` has `parameters` that are no object")
        }
        for member in entry["parameters"]?.members ?? [] {
            switch (member.name, member.value) {
            case ("binary_data", .bool(let value)): output.isBinary = value
            case ("classification", .int(let count)) where count > 0: output.classes = count
            case ("classification", .int(0)): break
            case ("binary_data", _): try problems.add("output `\(name)`: the parameter `binary_data` should be true or false")
            case ("classification", _): try problems.add("output `\(name)`: the parameter `classification` should be a whole number from 1")
            default: try problems.add("output `\(name)`: the parameter `\(member.name.excerpt)` is not known to this server")
            }
        }
        return output
    }
}
