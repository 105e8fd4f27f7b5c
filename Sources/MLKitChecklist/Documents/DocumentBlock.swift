internal import MLKitCore

/// What mlkit writes between two marks of a document.
struct DocumentBlock {
    enum Style {
        /// In comments of HTML.
        case comment
        case yaml

        /// What stands before and after the words of a mark.
        var ends: (String, String) { self == .comment ? ("<!-- ", " -->") : ("# ", "") }
    }

    /// Lower-case letters, digits and `-`.
    let name: String
    /// Without a line break at its end.
    let text: String

    /// - Parameter text: whatever could be taken for a mark in it is made harmless.
    init(name: String, text: String) {
        self.name = name
        self.text = text.replacing("\r\n", with: "\n").replacing("<!--", with: "&lt;!--").trimmed
    }

    static func digest(of text: String) -> String { String(ContentHash(of: text.trimmed).hex.prefix(12)) }

    /// The block between its marks, each line ended by `\n`.
    func marked(_ style: Style) -> String {
        let (before, after) = style.ends
        return
            "\(before)mlkit:begin \(name) \(Self.digest(of: text))\(after)\n\(text)\n\(before)mlkit:end \(name)\(after)\n"
    }
}
