internal import MLKitCore
internal import MLKitSpec

/// The checklist as a test report, in the form of Ant's JUnit task that services for continuous integration read.
///
/// A section is a suite and an item a test. An item that the project's maturity requires and that is not settled, or
/// that a probe finds failing, has failed; one that is skipped, waived, or required later only was skipped; one whose
/// record cannot be read is an error. The attributes are those that the schema of Jenkins' xUnit plugin knows (its
/// junit-10.xsd), so a record's file is told in `system-out`.
struct JUnitExport {
    let content: ExportContent
    /// The project's folder in its repository.
    let prefix: String

    static let mark = "<testsuites name=\"mlkit check\""

    var text: String {
        let suites = content.lists.flatMap(\.sections).map {
            Suite($0.title, $0.items.map { Test($0, content, prefix) })
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            \(Self.mark) \(Self.counts(suites.flatMap(\.tests), withSkipped: false))>
            \(suites.map(\.text).joined())</testsuites>

            """
    }

    /// - Parameter withSkipped: not for all suites together, where the schema has no such count.
    private static func counts(_ tests: [Test], withSkipped: Bool = true) -> String {
        let outcomes = ["failure", "error", "skipped"].map { name in tests.count { $0.outcome?.element == name } }
        return "tests=\"\(tests.count)\" failures=\"\(outcomes[0])\" errors=\"\(outcomes[1])\" "
            + (withSkipped ? "skipped=\"\(outcomes[2])\" " : "") + "time=\"0\""
    }

    private struct Suite {
        let name: String
        let tests: [Test]

        init(_ name: String, _ tests: [Test]) {
            self.name = name
            self.tests = tests
        }

        var text: String {
            "  <testsuite name=\"\(MarkupText.escaped(name))\" \(JUnitExport.counts(tests))>\n"
                + tests.map(\.text).joined() + "  </testsuite>\n"
        }
    }

    private struct Test {
        let item: ExportContent.Item
        let prefix: String
        /// `nil` if it passed.
        let outcome: (element: String, message: String)?

        init(_ item: ExportContent.Item, _ content: ExportContent, _ prefix: String) {
            self.item = item
            self.prefix = prefix
            outcome = Self.outcome(item, content)
        }

        private static func outcome(
            _ item: ExportContent.Item, _ content: ExportContent
        ) -> (element: String, message: String)? {
            let said = [item.report.word, item.report.reason, item.record?.reason ?? ""].filter { !$0.isEmpty }
            let message = said.joined(separator: ": ")
            switch item.report.state {
            case .broken: return ("error", message)
            case .skipped, .waived: return ("skipped", message)
            default:
                guard item.isOpen else { return nil }
                if content.isBlocking(item) { return ("failure", message) }
                return ("skipped", "\(message); required from \(item.item.maturity.title) on")
            }
        }

        var text: String {
            let definition = item.item
            let name = MarkupText.escaped("\(definition.id): \(definition.title)")
            let open = "    <testcase classname=\"checklist.\(definition.section)\" name=\"\(name)\" time=\"0\""
            let lines = [verdict, file].compactMap { $0.map { "      \($0)\n" } }.joined()
            return lines.isEmpty ? open + "/>\n" : "\(open)>\n\(lines)    </testcase>\n"
        }

        private var file: String? { item.file.map { "<system-out>\(MarkupText.escaped(prefix + $0))</system-out>" } }

        private var verdict: String? {
            guard let outcome else { return nil }
            let message = "\(outcome.element) message=\"\(MarkupText.escaped(outcome.message))\""
            guard outcome.element != "skipped" else { return "<\(message)/>" }
            let type = MarkupText.escaped(item.report.word)
            return "<\(message) type=\"\(type)\">\(MarkupText.escaped(MarkdownText.flat(item.item.why)))</\(outcome.element)>"
        }
    }
}
