internal import MLKitScaffold

/// A line above questions, which is shown once, and only if something is asked.
final class Heading {
    private let text: String
    private var isShown = false

    init(_ text: String) {
        self.text = text
    }

    func show() {
        if !isShown { Console.standard.error(text) }
        isShown = true
    }
}

/// Asks as another prompter does, below a heading.
struct HeadedPrompter: Prompter {
    let heading: Heading
    var base: any Prompter

    mutating func ask(_ prompt: Prompt) throws -> String? {
        heading.show()
        return try base.ask(prompt)
    }
}
