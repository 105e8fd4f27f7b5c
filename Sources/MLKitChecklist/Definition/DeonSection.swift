internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// A section of a list in deon's format.
struct DeonSection {
    let id: String
    let title: String
    let lines: [DeonLine]
    let place: SourceLocation

    init(_ node: Node) {
        let named = node["section_id"] ?? node["title"]
        id = Self.word(named?.text ?? "")
        title = node["title"]?.text?.trimmed ?? node["section_id"]?.text?.trimmed ?? ""
        place = (named ?? node).location
        let section = (id, node["section_id"]?.text?.trimmed ?? "")
        lines = (node["lines"]?.sequence ?? []).map { DeonLine($0, section: section) }
    }

    var section: ChecklistSection {
        ChecklistSection(id: id, title: title, summary: nil, items: lines.map(\.item))
    }

    var problems: [Diagnostic] {
        (id.isEmpty ? [Self.nameless("section", title, place)] : []) + lines.flatMap(\.problems)
    }

    /// A text as part of an id: lower case, with `-` for whatever is neither an English letter nor a digit.
    static func word(_ text: String) -> String {
        let parts = text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        return parts.joined(separator: "-")
    }

    static func nameless(_ what: String, _ text: String, _ place: SourceLocation) -> Diagnostic {
        .error(
            text.isEmpty ? "the \(what) has no id and no title" : "no id can be made of `\(text.shortened)`", at: place,
            hint: "give it a `\(what)_id` of English letters and digits")
    }
}
