/// A variable that follows from answers: neither asked nor recorded.
struct ComputedAnswer: Sendable {
    let name: String
    let value: TextValue
    /// How many questions, from the first, have to be answered before it is known.
    let questions: Int
}
