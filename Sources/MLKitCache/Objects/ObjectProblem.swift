/// Why an object cannot be had from a store.
public enum ObjectProblem: Error, Hashable, Sendable {
    case missing(ObjectName)
    /// Its bytes are not those that it is named by; it has been removed.
    case corrupt(ObjectName)

    var object: ObjectName {
        switch self {
        case .missing(let name), .corrupt(let name): name
        }
    }
}

extension ObjectProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let name): "object `\(name.path)` is missing"
        case .corrupt(let name): "object `\(name.path)` was damaged"
        }
    }
}
