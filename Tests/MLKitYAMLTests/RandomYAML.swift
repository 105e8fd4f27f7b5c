import MLKitCore
import MLKitTestSupport

/// Makes values, and texts that hold them in every way YAML has for them.
struct RandomYAML {
    private var random: SeededGenerator
    private var lineBreak = "\n"

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(elements.count)] }

    /// A value of lists and mappings up to a depth.
    mutating func value(depth: Int) -> JSON {
        switch depth > 0 ? number(6) : number(3) {
        case 0: return pick([1, -7, 2.5, true, false, nil, 0])
        case 1, 2: return .string(pick(Self.words))
        case 3: return .array((0..<number(4)).map { _ in value(depth: depth - 1) })
        default: return object(depth: depth, least: 0)
        }
    }

    private mutating func object(depth: Int, least: Int) -> JSON {
        let names = Array(Self.names.shuffled(using: &random).prefix(least + number(4)))
        return .object(names.map { JSON.Member($0, value(depth: depth - 1)) })
    }

    /// A mapping as text, now and then with a byte order mark or the line breaks of Windows.
    mutating func document() -> String { text(of: object(depth: 4, least: 1)) }

    mutating func text(of value: JSON) -> String {
        lineBreak = number(5) == 0 ? "\r\n" : "\n"
        let mark = number(10) == 0 ? "\u{FEFF}" : ""
        let body = lines(value, indent: 0, step: pick([2, 2, 4, 3])).joined(separator: lineBreak)
        return mark + (number(3) == 0 ? "# begins" + lineBreak : "") + body + (number(8) == 0 ? "" : lineBreak)
    }

    /// A path to something in a value.
    mutating func path(in value: JSON) -> [String] {
        var path = [String]()
        var value = value
        while path.isEmpty || number(3) > 0 {
            if let members = value.members, !members.isEmpty {
                let member = pick(members)
                path.append(member.name)
                value = member.value
            } else if let items = value.array, !items.isEmpty {
                let index = number(items.count)
                path.append("\(index)")
                value = items[index]
            } else {
                break
            }
        }
        return path
    }

    private mutating func lines(_ value: JSON, indent: Int, step: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        switch value {
        case .object(let members) where !members.isEmpty:
            return members.flatMap { member in
                noise(margin) + attach(margin + key(member.name) + ":", member.value, indent: indent, step: step)
            }
        case .array(let values) where !values.isEmpty:
            return values.flatMap { value in
                noise(margin) + attach(margin + "-", value, indent: indent, step: 2)
            }
        default: return [margin + flow(value)]
        }
    }

    private mutating func attach(_ head: String, _ value: JSON, indent: Int, step: Int) -> [String] {
        let isCollection = (value.members.map { !$0.isEmpty } ?? false) || (value.array.map { !$0.isEmpty } ?? false)
        if isCollection, number(3) > 0 {
            let isFlat = value.array != nil && head.hasSuffix(":") && number(3) == 0
            return [head + comment()] + lines(value, indent: indent + (isFlat ? 0 : step), step: step)
        }
        if case .string(let text) = value, number(6) == 0, !text.isEmpty, text.first != " ", text.last != " " {
            let style = pick(["|-", ">-", "|2-".replacing("2", with: "\(step)")])
            return [head + " " + style, String(repeating: " ", count: indent + step) + text]
        }
        if value == nil, number(2) == 0 { return [head + comment()] }
        return [head + pick([" ", " ", "   "]) + flow(value) + comment()]
    }

    /// Comments and blank lines between entries.
    private mutating func noise(_ margin: String) -> [String] {
        switch number(8) {
        case 0: [""]
        case 1: [margin + "# about: what 'follows'"]
        case 2: ["", margin + "# [more", ""]
        default: []
        }
    }

    private mutating func comment() -> String { number(4) == 0 ? pick(["  # why: {not}", " #x"]) : "" }

    private mutating func key(_ name: String) -> String { pick([quoted(name), "'\(name)'", plain(name), plain(name)]) }

    private mutating func flow(_ value: JSON) -> String {
        switch value {
        case .string(let text): return pick([quoted(text), "'" + text.replacing("'", with: "''") + "'", plain(text)])
        case .array(let values):
            let gap = pick(["", " "])
            return "[" + gap + values.map { flow($0) }.joined(separator: pick([", ", ","])) + gap + "]"
        case .object(let members):
            let space = pick(["", " "])
            return "{" + space + members.map { "\(plain($0.name)): \(flow($0.value))" }.joined(separator: ", ") + space
                + "}"
        default: return value.compact
        }
    }

    private func quoted(_ text: String) -> String { JSON.string(text).compact }

    private func plain(_ text: String) -> String { Self.plainWords.contains(text) ? text : quoted(text) }

    private static let plainWords: Set<String> = [
        "word", "two words", "src/a.py", "naïve", "key", "a-b", "x_1", "long name",
    ]
    private static let names = ["key", "a-b", "x_1", "long name", "odd: key", "naïve", "#no", "1"]
    private static let words = [
        "word", "two words", "src/a.py", "naïve", "${params.x}", "it's", "1", "", " space", "a: b", "🙂 smile", "true",
        "x #y",
    ]
}
