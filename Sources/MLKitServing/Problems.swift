internal import MLKitCore

/// What is wrong with a request: all of it, up to a bound.
struct Problems {
    /// How many are told; a client that sends a thousand bad rows learns nothing from a thousand messages.
    static let limit = 20

    private(set) var messages: [String] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func add(_ message: @autoclosure () -> String) {
        count += 1
        if messages.count < Self.limit { messages.append(message()) }
    }

    /// 400 with the first problem as the error, and all of them in `problems` where there are several.
    var response: Response {
        guard count > 1, let first = messages.first else { return .error(.badRequest, messages.first ?? "") }
        let rest = plural(count - 1, "more problem")
        let json: JSON = [
            "error": .string("\(first) (and \(rest))"),
            "problems": .array(messages.map { .string($0) }),
        ]
        return Response(.badRequest, body: json.compactBytes)
    }
}
