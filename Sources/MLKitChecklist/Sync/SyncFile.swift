internal import MLKitCore

/// A Markdown list that was edited: the boxes in it that belong to items.
struct SyncFile {
    /// A box with what stands below it.
    struct Entry {
        var item: String
        var isTicked: Bool
        /// The line of the box.
        var place: SourceLocation
        /// What the export remembered; `nil` if the comment was lost, as some editors drop it.
        var mark: ItemMark?
        /// Where the mark stands in the file's bytes.
        var markRange: Range<Int>?
        /// The text after `answer:`; `nil` without such a line.
        var answer: String?
        var answerPlace: SourceLocation?
    }

    private(set) var entries: [Entry] = []
    /// What cannot be understood.
    private(set) var problems: [Diagnostic] = []
    private let file: String
    /// How far the answer is indented that the next line may go on with.
    private var answerIndent: Int?

    /// - Parameter known: the ids of all items.
    /// - Throws: `Failure` for a file that is not text, or has markers of a merge conflict.
    init(_ bytes: [UInt8], file: String, known: Set<String>) throws {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Failure("`\(file)` is not UTF-8 text") }
        self.file = file
        var offset = 0
        var fence: Substring?
        for (index, slice) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let line = SyncLine(String(decoding: slice, as: UTF8.self), number: index + 1, offset: offset, file: file)
            offset += slice.count + 1
            if line.isConflict { throw Failure("`\(file)` has an unresolved merge conflict", at: line.place()) }
            if let mark = line.fence { fence = fence == nil ? mark : mark.hasPrefix(fence ?? "") ? nil : fence }
            if fence == nil { read(line, known) }
        }
        let isOfNoUse = entries.isEmpty && !problems.contains { $0.severity == .error }
        if isOfNoUse, !Self.isExport(bytes) { throw Failure(problems + [noList]) }
        reportRepeated()
    }

    /// Whether a list was exported, perhaps of no item.
    private static func isExport(_ bytes: [UInt8]) -> Bool { bytes.starts(with: MarkdownExport.mark.utf8) }

    private var noList: Diagnostic {
        .error(
            "`\(file)` is no exported list: it has no box of an item",
            hint: "`mlkit check export markdown -o FILE` writes one, for `mlkit check sync` to read back once it is edited")
    }

    private mutating func read(_ line: SyncLine, _ known: Set<String>) {
        if let box = line.box {
            answerIndent = nil
            return readBox(box, line, known)
        }
        guard let last = entries.indices.last else { return }
        if let indent = answerIndent, line.indent > indent, let more = line.continuation {
            entries[last].answer = "\(entries[last].answer ?? "") \(more)".trimmed
            return
        }
        answerIndent = nil
        guard let (text, column) = line.answer, entries[last].answer == nil, line.indent > 0 else { return }
        entries[last].answer = text
        entries[last].answerPlace = line.place(column, max(text.count, 1))
        answerIndent = line.indent
    }

    private mutating func readBox(_ box: (mark: Character, column: Int), _ line: SyncLine, _ known: Set<String>) {
        guard let id = line.mark?.mark.item ?? line.code.last(where: known.contains) ?? line.code.last else {
            let hint = "a box is known by its item's id as code, like `scoping.baseline`"
            return problems.append(.warning("this box belongs to no item", at: line.place(box.column, 3), hint: hint))
        }
        if let other = line.code.last, other != id, known.contains(other) {
            let message = "this box is of `\(id)` by its comment and of `\(other)` by its text"
            return problems.append(
                .error(message, at: line.place(box.column, 3), hint: "remove the comment, or correct the id"))
        }
        guard known.contains(id) else {
            let hint = Suggestion.nearest(to: id, among: known.sorted()).map { "did you mean `\($0)`?" }
            return problems.append(
                .error("there is no item `\(id)` in the checklist", at: line.place(box.column, 3), hint: hint))
        }
        guard " xX".contains(box.mark) else {
            return problems.append(
                .error(
                    "`[\(box.mark)]` is neither ticked nor empty", at: line.place(box.column, 3),
                    hint: "write `[x]` or `[ ]`; `mlkit check skip` and `waive` take a reason"))
        }
        entries.append(
            Entry(
                item: id, isTicked: box.mark != " ", place: line.place(box.column, 3), mark: line.mark?.mark,
                markRange: line.mark?.range))
    }

    /// An item that stands in the file twice, and not the same.
    private mutating func reportRepeated() {
        var first: [String: Entry] = [:]
        var contradicted = Set<String>()
        for entry in entries {
            guard let earlier = first[entry.item] else {
                first[entry.item] = entry
                continue
            }
            guard earlier.isTicked != entry.isTicked || earlier.answer != entry.answer else { continue }
            contradicted.insert(entry.item)
            problems.append(
                .error(
                    "`\(entry.item)` stands in the file twice, and not the same", at: entry.place,
                    notes: ["it is first on line \(earlier.place.line)"], hint: "remove one of the two"))
        }
        entries.removeAll { contradicted.contains($0.item) }
    }
}
