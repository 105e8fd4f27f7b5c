public import MLKitCore

/// Asks a person; the interview knows what is asked, a prompter only how.
public protocol Prompter {
    /// Asks once.
    ///
    /// - Returns: what was typed, an empty text for the suggested answer; `nil` if the input has ended.
    mutating func ask(_ prompt: Prompt) throws -> String?
}

/// A question at the moment it is asked.
public struct Prompt: Sendable {
    public let question: Question
    /// What an empty answer means; `nil` if there has to be one.
    public let suggestion: JSON?
    /// What was wrong with the previous answer to this question.
    public let problem: Diagnostic?
}
