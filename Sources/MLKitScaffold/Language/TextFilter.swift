internal import Foundation
internal import MLKitCore
internal import MLKitYAML
internal import Stencil

/// The filters of the template language (`{{ value|filter }}`).
enum TextFilter {
    /// Every filter, with how many arguments it takes.
    static let all: [String: ClosedRange<Int>] = {
        let taking: [(ClosedRange<Int>, String)] = [
            (
                0...0, """
                    lowercase uppercase capitalize lower upper trim snake kebab title pascal slug module yaml json \
                    shell count length first last sort unique list
                    """
            ),
            (0...1, "join split indent"), (1...1, "default"), (2...2, "replace"),
        ]
        var all: [String: ClosedRange<Int>] = [:]
        for (range, names) in taking { for name in names.split(separator: " ") { all[String(name)] = range } }
        return all
    }()

    /// What `a...b` becomes; not for templates.
    static let range = "range"
    static let shell = "shell"

    /// Those that Stencil does not bring along, and `default` and `indent`, which are stricter there than is of use.
    static func register(in environment: Extension) {
        registerNames(environment)
        registerTexts(environment)
        registerLists(environment)
    }

    private static func registerNames(_ environment: Extension) {
        environment.registerFilter("snake") { value in words(value).joined(separator: "_") }
        environment.registerFilter("kebab") { value in words(value).joined(separator: "-") }
        environment.registerFilter("title") { value in words(value).map(capitalized).joined(separator: " ") }
        environment.registerFilter("pascal") { value in words(value).map(capitalized).joined() }
        environment.registerFilter("slug") { value in
            text(value).decomposedStringWithCanonicalMapping.unicodeScalars.filter { !$0.properties.isDiacritic }
                .split { !$0.isASCII || !($0.properties.isAlphabetic || $0.properties.numericType != nil) }
                .map { String(String.UnicodeScalarView($0)).lowercased() }.joined(separator: "-")
        }
        environment.registerFilter("module") { value in
            text(value).split(separator: "/").filter { $0 != "." }.joined(separator: ".")
        }
    }

    private static func registerTexts(_ environment: Extension) {
        environment.registerFilter("upper") { value in text(value).uppercased() }
        environment.registerFilter("lower") { value in text(value).lowercased() }
        environment.registerFilter("trim") { value in text(value).trimmed }
        environment.registerFilter("yaml") { value in json(value).map(YAMLText.flow) }
        environment.registerFilter("json") { value in json(value)?.compact }
        environment.registerFilter(shell) { value in try ShellText.quoted(text(value)) }
        environment.registerFilter("default") { (value: Any?, arguments: [Any?]) in
            isNothing(value) ? arguments.first ?? nil : value
        }
        environment.registerFilter("replace") { (value: Any?, arguments: [Any?]) in
            let (old, new) = (text(arguments.first ?? nil), text(arguments.last ?? nil))
            let result = old.isEmpty ? text(value) : text(value).replacing(old, with: new)
            guard result.utf8.count <= sizeLimit else { throw TemplateSyntaxError("`replace` makes too long a text") }
            return result
        }
        environment.registerFilter("indent") { (value: Any?, arguments: [Any?]) in
            let width = min(max((arguments.first ?? nil) as? Int ?? 4, 0), 100)
            let lines = text(value).split(separator: "\n", omittingEmptySubsequences: false)
            return lines.joined(separator: "\n" + String(repeating: " ", count: width))
        }
    }

    private static func registerLists(_ environment: Extension) {
        for name in ["count", "length"] {
            environment.registerFilter(name) { value in (value as? [Any])?.count ?? text(value).count }
        }
        environment.registerFilter("list") { value in
            (value as? [Any])
                ?? text(value).split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty } as [Any]
        }
        environment.registerFilter("first") { value in list(value).first }
        environment.registerFilter("last") { value in list(value).last }
        environment.registerFilter("sort") { value in
            list(value).sorted { left, right in
                if let left = left as? Int, let right = right as? Int { return left < right }
                return text(left) < text(right)
            }
        }
        environment.registerFilter("unique") { value in
            var seen = Set<String>()
            return list(value).filter { seen.insert(text($0)).inserted }
        }
        environment.registerFilter(range) { (value: Any?, arguments: [Any?]) in
            try numbers(from: value, to: arguments.first ?? nil)
        }
    }

    /// The longest text that a filter makes: a few replacements in a row could fill the memory.
    private static let sizeLimit = 1 << 20
    /// The longest list that a range makes.
    private static let rangeLimit = 10_000

    private static func numbers(from start: Any?, to end: Any?) throws -> [Any] {
        guard let start = start as? Int, let end = end as? Int else {
            throw TemplateSyntaxError("a range goes from one whole number to another")
        }
        guard end >= start else { return [] }
        guard end.subtractingReportingOverflow(start).partialValue < rangeLimit, end - rangeLimit < start else {
            throw TemplateSyntaxError("a range of more than \(rangeLimit) numbers")
        }
        return Array(start...end)
    }

    /// The words of a name in small letters, whichever way they are joined: `HTTPServer v2` is `http server v2`.
    static func words(_ text: String) -> [String] {
        var words = [""]
        var previous: Character = " "
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            let startsWord =
                character.isUppercase && (previous.isLowercase || previous.isNumber || next.isLowercase)
            if !character.isLetter && !character.isNumber || startsWord { words.append("") }
            if character.isLetter || character.isNumber { words[words.count - 1] += character.lowercased() }
            previous = character
        }
        return words.filter { !$0.isEmpty }
    }

    private static func words(_ value: Any?) -> [String] { words(text(value)) }

    private static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }

    /// The characters of a text are no list here: `sort` and `unique` leave it whole.
    private static func list(_ value: Any?) -> [Any] {
        (value as? [Any]) ?? (isNothing(value) ? [] : value.map { [$0] } ?? [])
    }

    private static func isNothing(_ value: Any?) -> Bool {
        switch value {
        case nil: true
        case let value as String: value.isEmpty
        case let value as [Any]: value.isEmpty
        default: false
        }
    }

    private static func text(_ value: Any?) -> String {
        switch value {
        case nil: ""
        case let value as String: value
        case let value as [Any]: value.map { text($0) }.joined(separator: ", ")
        case let value?: "\(value)"
        }
    }

    /// A value of a template as JSON; what came from Stencil is one of these.
    static func json(_ value: Any?) -> JSON? {
        switch value {
        case let value as String: .string(value)
        case let value as Bool: .bool(value)
        case let value as Int: .int(value)
        case let value as Double: .double(value)
        // Stencil reads literals with a fraction as these; by its digits the value is the one that was written.
        case let value as Float: .double(Double("\(value)") ?? Double(value))
        case let value as Character: .string(String(value))
        case let value as [Any]: .array(value.compactMap { json($0) })
        default: nil
        }
    }
}
