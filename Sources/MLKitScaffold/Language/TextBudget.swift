internal import MLKitCore

/// What a rendering may still do: a template is somebody else's, and a few loops in one another would never end.
final class TextBudget {
    private var steps = mostSteps
    private var bytes = mostBytes

    /// Every expression, round of a loop and made file takes some; some seconds in all.
    static let mostSteps = 5_000_000
    /// What all texts of a rendering may come to.
    static let mostBytes = 256 << 20
    /// The longest text or list that an expression makes.
    static let largestValue = 1 << 20
    /// The longest text that is made of a file.
    static let longestText = 16 << 20
    /// Bytes that cost as much as a step.
    private static let stepWeight = 64
    /// The longest list that a range makes.
    static let longestRange = 10_000

    /// - Throws: `Failure` without a place.
    func spend(steps count: Int = 1, bytes size: Int = 0) throws {
        steps -= count
        bytes -= size
        guard steps >= 0 else { throw Failure("the template takes more than \(Self.mostSteps) steps") }
        guard bytes >= 0 else { throw Failure("the template makes more than \(Self.mostBytes >> 20) MB") }
    }

    /// Takes what it costs to go through a value.
    func spend(on value: JSON) throws { try spend(steps: value.weight / Self.stepWeight) }

    /// The same of a value that was made just now.
    func spend(onNew value: JSON) throws {
        guard value.weight <= Self.largestValue else { throw Self.tooLarge }
        try spend(on: value)
    }

    static var tooLarge: Failure { Failure("the value becomes larger than \(largestValue >> 20) MB") }
}

extension Failure {
    /// With a place for what has none yet.
    func placed(at location: SourceLocation) -> Failure {
        var copy = self
        for index in diagnostics.indices where diagnostics[index].location == nil {
            copy.diagnostics[index].location = location
        }
        return copy
    }
}
