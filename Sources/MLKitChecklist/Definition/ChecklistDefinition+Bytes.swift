internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// A list as bytes, to be kept: its texts and numbers in the order of its properties, lists of them after their length.
/// What has a form of its own in lists (policies, conditions, probes) is kept in that.
extension ChecklistDefinition {
    func write(to writer: inout ByteWriter) {
        writer.write(name)
        writer.write(title)
        writer.write(summary)
        writer.write(scoring.map { [$0] } ?? []) { $1.write(to: &$0) }
        writer.write(policies) { $0.write(AnswerPolicy.keys.json($1).compact) }
        writer.write(references) { $1.write(to: &$0) }
        writer.write(sections) { $1.write(to: &$0) }
    }

    /// - Throws: `ByteReader.Malformed` for bytes that are no list.
    init(from reader: inout ByteReader) throws {
        self.init(
            name: try reader.text(), title: try reader.text(), summary: try reader.optionalText(),
            scoring: try reader.list { try Scoring(from: &$0) }.first,
            policies: try reader.list { AnswerPolicy.keys.read(try $0.node()) },
            references: try reader.list { try ChecklistItem.Reference(from: &$0) },
            sections: try reader.list { try ChecklistSection(from: &$0) })
    }
}

extension Scoring {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(manual)
        writer.write(automated)
        writer.write(total.rawValue)
        writer.write(bands) { writer, band in
            writer.write(band.upTo.map { [$0] } ?? []) { $0.write($1) }
            writer.write(band.means)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws {
        self.init(
            manual: try reader.double(), automated: try reader.double(), total: try reader.choice(),
            bands: try reader.list { Band(upTo: try $0.list { try $0.double() }.first, means: try $0.text()) })
    }
}

extension ChecklistSection {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(id)
        writer.write(title)
        writer.write(summary)
        writer.write(items) { $1.write(to: &$0) }
    }

    fileprivate init(from reader: inout ByteReader) throws {
        self.init(
            id: try reader.text(), title: try reader.text(), summary: try reader.optionalText(),
            items: try reader.list { try ChecklistItem(from: &$0) })
    }
}

extension ChecklistItem.Reference {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(title)
        writer.write(url)
    }

    fileprivate init(from reader: inout ByteReader) throws {
        self.init(title: try reader.text(), url: try reader.optionalText())
    }
}
