internal import MLKitCore

/// What rendering takes from, and says besides, the text it makes.
final class JinjaEffects {
    private var generator: any RandomNumberGenerator
    /// Whether anything was left to chance: another rendering would differ there.
    private(set) var usesChance = false
    /// What was not done quite as asked, each thing once.
    private(set) var warnings: [Diagnostic] = []

    init(_ generator: any RandomNumberGenerator) { self.generator = generator }

    func forgetChance() { usesChance = false }

    func warn(_ warning: Diagnostic) {
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    func pick<Element>(_ items: [Element]) -> Element? {
        usesChance = true
        return items.randomElement(using: &generator)
    }

    /// Letters, and punctuation if wanted: cookiecutter's `random_ascii_string`.
    func letters(_ count: Int, withPunctuation: Bool) -> String {
        let letters = (0x41...0x5A).map { UInt8($0) } + (0x61...0x7A).map { UInt8($0) }
        let corpus = withPunctuation ? (0x21...0x7E).map { UInt8($0) }.filter { !JinjaLexer.isDigit($0) } : letters
        return String(decoding: (0..<count).compactMap { _ in pick(corpus) }, as: UTF8.self)
    }

    /// A random UUID (RFC 9562, version 4).
    func uuid() -> String {
        let digits = Array("0123456789abcdef")
        return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".map { place in
            switch place {
            case "x": pick(digits).map { String($0) } ?? ""
            case "y": pick(Array("89ab")).map { String($0) } ?? ""
            default: String(place)
            }
        }.joined()
    }
}
