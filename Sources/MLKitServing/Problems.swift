internal import MLKitCore

/// What is wrong with a request, up to a bound at which nobody looks further: a client that sends a thousand bad
/// rows learns nothing from a thousand messages, and finding them costs the others' time.
struct Problems {
    /// How many are told.
    static let limit = 20

    /// Thrown to leave off looking.
    struct Enough: Error {}

    private(set) var messages: [String] = []
    private(set) var isCut = false

    var isEmpty: Bool { messages.isEmpty }

    /// - Throws: `Enough` with one problem more than are told.
    mutating func add(_ message: @autoclosure () -> String) throws {
        guard messages.count < Self.limit else {
            isCut = true
            throw Enough()
        }
        messages.append(message())
    }

    /// - Throws: `Refusal` if there are any.
    func refuse() throws {
        if !isEmpty { throw Refusal(response: response) }
    }

    /// 400 with the first problem as the error, and all of them in `problems` where there are several.
    var response: Response {
        guard messages.count > 1, let first = messages.first else { return .error(.badRequest, messages.first ?? "") }
        let rest = isCut ? "\(Self.limit - 1) more problems, and no further look" : plural(messages.count - 1, "more problem")
        let json: JSON = [
            "error": .string("\(first) (and \(rest))"),
            "problems": .array(messages.map { .string($0) }),
        ]
        return Response(.badRequest, body: json.compactBytes)
    }
}
