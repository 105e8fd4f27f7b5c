import MLKitChecklist
import MLKitCore
import MLKitStages
import Testing

/// What an answer is bound to of its item.
@Suite struct ItemTextTests {
    private func hash(_ why: String) throws -> ContentHash {
        let quoted = JSON.string(why).compact
        let text = "checklist: 1\ntitle: T\nsections:\n  - {id: a, title: A, items: [{id: a.b, title: t, why: \(quoted), how: h, "
            + "maturity: poc}]}\n"
        return try ChecklistDefinition(parsing: Array(text.utf8), kinds: .builtIn, name: "l", file: "l.yaml").items[0].textHash
    }

    @Test func itIsTheTextWhateverItsWhiteSpace() throws {
        let known = ContentHash(of: "task\u{0}1\u{0}t\u{0}One two three.\u{0}h\u{0}")
        for text in ["One two three.", "One  two\nthree.", " One\ttwo \r\n three. ", "One two\u{B}\u{1}three."] {
            #expect(try hash(text) == known, "\(text)")
        }
        #expect(try hash("One two, three.") != known)
    }

    @Test func otherLettersAreReadAlike() throws {
        let known = ContentHash(of: "task\u{0}1\u{0}t\u{0}Größe – zwei.\u{0}h\u{0}")
        for text in ["Größe – zwei.", "Größe\u{A0}–\u{2003}zwei.", "Größe \n – zwei. "] { #expect(try hash(text) == known, "\(text)") }
    }
}
