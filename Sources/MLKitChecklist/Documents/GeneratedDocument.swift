internal import MLKitCore

/// A Markdown document of which mlkit writes only blocks, so that everything else can be the user's:
///
/// ```
/// <!-- mlkit:begin results 3f2a9c1b04de -->
/// …
/// <!-- mlkit:end results -->
/// ```
///
/// The digits are those of the text between as mlkit wrote it. A block whose text differs was edited by hand and is left
/// as it is; one that was taken out stays out. In front matter the two lines are comments of YAML.
struct GeneratedDocument {
    enum Part {
        /// Written once, the user's from then on.
        case text(String)
        case block(DocumentBlock)
        /// Keys of the front matter with their lines. Those that the user wrote are left to them.
        case frontMatter([(key: String, text: String)])
    }

    let parts: [Part]

    static let frontMatterName = "front-matter"

    /// The document as it is at first.
    var text: String {
        let parts = parts.map { part in
            switch part {
            case .text(let text): "\(text)\n"
            case .block(let block): block.marked(.comment) + "\n"
            case .frontMatter(let keys): "---\n\(Self.block(keys, without: []).marked(.yaml))---\n\n"
            }
        }
        return parts.joined().trimmed + "\n"
    }

    /// An earlier text of the document with its blocks brought up to date.
    ///
    /// - Parameter file: the file as diagnostics name it.
    /// - Returns: the text, and a warning for each block that was edited by hand.
    /// - Throws: `Failure` if no block of ours is in it, or one does not end.
    func merged(into old: String, file: String) throws -> (text: String, warnings: [Diagnostic]) {
        var merge = DocumentMerge(old, file: file)
        let blocks = blocks(for: merge)
        while let place = try merge.nextBlock() {
            if let block = blocks.first(where: { $0.name == place.name }) { merge.update(place, to: block) }
        }
        guard merge.foundAny else {
            throw Failure(
                "`\(file)` has no block that mlkit writes, so it is left as it is",
                hint: "name another file with `--output`, and copy the blocks from there that you want kept up to date")
        }
        return (merge.result, merge.warnings)
    }

    private func blocks(for merge: DocumentMerge) -> [DocumentBlock] {
        parts.compactMap { part in
            switch part {
            case .text: nil
            case .block(let block): block
            case .frontMatter(let keys): Self.block(keys, without: merge.ownKeys)
            }
        }
    }

    private static func block(_ keys: [(key: String, text: String)], without own: Set<String>) -> DocumentBlock {
        DocumentBlock(
            name: frontMatterName, text: keys.filter { !own.contains($0.key) }.map(\.text).joined(separator: "\n"))
    }
}
