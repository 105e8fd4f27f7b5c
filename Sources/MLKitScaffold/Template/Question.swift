internal import MLKitCore

/// One thing that a template wants to know.
public struct Question: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case text
        case integer
        case number
        case boolean
        case choice
        case multiChoice = "multi-choice"
        /// A path inside the project.
        case path
        /// What mlkit finds out, by name. Nobody is asked for it, and it is no answer where nothing was found.
        case mapping
    }

    /// One of the answers to a question with choices.
    public struct Choice: Hashable, Sendable {
        public let value: String
        /// What it means, for people; `nil` if the value says it.
        public let label: String?

        public init(value: String, label: String?) {
            self.value = value
            self.label = label
        }
    }

    /// What the text of an answer must look like.
    public struct Validation: Hashable, Sendable {
        /// A regular expression that has to match the whole answer.
        public let pattern: String
        /// What to say about an answer that does not match.
        public let message: String

        func accepts(_ text: String) -> Bool {
            guard let expression = try? Regex(pattern) else { return false }
            return (try? expression.wholeMatch(in: text)) != nil
        }
    }

    /// The answer if nobody gives one.
    enum Default: Sendable {
        case value(JSON)
        /// Made from earlier answers.
        case template(TextTemplate)
    }

    /// The variable that holds the answer.
    public let name: String
    /// What it was called in earlier versions of the template: answers to those are answers to it.
    public let was: [String]
    public let kind: Kind
    /// Whether a text is neither shown nor kept.
    public let isSecret: Bool
    /// Whether a text may have several lines.
    public let isMultiline: Bool
    public let help: String?
    /// Empty unless the kind has choices.
    public let choices: [Choice]
    /// Choices by what they were called in earlier versions of the template: answers of then are answers still.
    public let renamed: [String: String]
    public let validation: Validation?
    /// The path in `mlkit.yaml` where the answer lives once the project is made: `["project", "title"]`.
    public let specPath: [String]?
    let defaultAnswer: Default?
    /// When the question is asked at all.
    let condition: TextValue?

    init(
        name: String, was: [String] = [], kind: Kind, isSecret: Bool = false, isMultiline: Bool = false, help: String?,
        choices: [Choice], renamed: [String: String] = [:], validation: Validation?, specPath: [String]?, defaultAnswer: Default?,
        condition: TextValue?
    ) {
        self.name = name
        self.was = was
        self.kind = kind
        self.isSecret = isSecret
        self.isMultiline = isMultiline
        self.help = help
        self.choices = choices
        self.renamed = renamed
        self.validation = validation
        self.specPath = specPath
        self.defaultAnswer = defaultAnswer
        self.condition = condition
    }
}
