internal import MLKitCore

/// Takes the members of one object of a manifest; an error names the member and the object.
struct BundleReader {
    private let json: JSON
    private let owner: String

    init(_ json: JSON, of owner: String) {
        self.json = json
        self.owner = owner
    }

    func string(_ name: String) throws -> String { try member(name, "text", \.string) }
    func int(_ name: String) throws -> Int { try member(name, "a whole number", \.int) }
    func bool(_ name: String) throws -> Bool { try member(name, "true or false", \.bool) }
    func array(_ name: String) throws -> [JSON] { try member(name, "a list", \.array) }

    func strings(_ name: String) throws -> [String] {
        try array(name).map { value in
            guard let text = value.string else { throw Failure("`\(name)` of \(owner) holds \(value.kindName)") }
            return text
        }
    }

    private func member<Value>(_ name: String, _ kind: String, _ path: KeyPath<JSON, Value?>) throws -> Value {
        guard let member = json[name] else { throw Failure("\(owner) has no `\(name)`") }
        guard let value = member[keyPath: path] else {
            throw Failure("`\(name)` of \(owner) should be \(kind), and is \(member.kindName)")
        }
        return value
    }
}
