internal import MLKitCore

/// The rows of a sheet, one after the other, with the values of its cells as texts.
struct SheetCells {
    private let reader: XMLReader
    private let workbook: Workbook
    private let sheet: String
    /// What stands before decimal places.
    private let decimal: String
    /// The row at hand, from 1, as the program that made it numbers rows.
    private(set) var row = 0
    /// Its values, by their columns from 0, in ascending order; none is empty.
    private(set) var cells: [(column: Int, value: [UInt8])] = []
    private var isDone = false
    /// Ranges of cells that are shown as one, `A2:A5`; all are known at the end.
    private(set) var merged: [String] = []

    init(_ workbook: Workbook, _ sheet: Workbook.Sheet, decimal: String) throws {
        (self.workbook, self.sheet, self.decimal) = (workbook, sheet.name, decimal)
        reader = try workbook.open(sheet)
    }

    /// Goes on to the next row that stands in the sheet; whether there was one.
    ///
    /// - Throws: `Failure` for a cell that cannot be read.
    mutating func next() throws -> Bool {
        while !isDone, let piece = try reader.next() {
            guard piece == .start else { continue }
            if reader.isNamed("row") {
                row = reader.attribute("r").flatMap { Int($0) } ?? row + 1
                try takeRow()
                return true
            }
            if reader.isNamed("mergeCell"), let range = reader.attribute("ref") { merged.append(range) }
        }
        isDone = true
        return false
    }

    private mutating func takeRow() throws {
        cells.removeAll(keepingCapacity: true)
        var column = -1
        while let piece = try reader.next() {
            if piece == .end, reader.isNamed("row") { return }
            guard piece == .start, reader.isNamed("c") else { continue }
            column = reader.rawAttribute("r").flatMap { CellName.column($0) } ?? column + 1
            if let value = try takeCell(column) { cells.append((column, value)) }
        }
        throw BrokenPacking.brokenOff
    }

    private func takeCell(_ column: Int) throws -> [UInt8]? {
        let type = reader.attribute("t") ?? "n"
        let style = reader.attribute("s").flatMap { Int($0) } ?? 0
        var (value, isValue, hasFormula, phonetic) = ([UInt8](), false, false, 0)
        scan: while let piece = try reader.next() {
            switch piece {
            case .start:
                if reader.isNamed("v") || (reader.isNamed("t") && phonetic == 0) { isValue = true }
                if reader.isNamed("f") { hasFormula = true }
                if reader.isNamed("rPh") { phonetic += 1 }
            case .text: if isValue { reader.appendText(to: &value) }
            case .end:
                if reader.isNamed("c") { break scan }
                if reader.isNamed("v") || reader.isNamed("t") { isValue = false }
                if reader.isNamed("rPh") { phonetic -= 1 }
            }
        }
        if hasFormula, value.isEmpty, type != "str" {
            throw Failure(
                "\(place(column)) has a formula without its value",
                hint: "open the workbook in a spreadsheet program, which computes it, and save it")
        }
        return try text(value, type, style, column)
    }

    private func place(_ column: Int) -> String {
        "the cell \(CellName.text(column: column, row: row)) of the sheet `\(sheet)` in `\(workbook.name)`"
    }

    /// - Returns: `nil` for a cell without a value.
    private func text(_ raw: [UInt8], _ type: String, _ style: Int, _ column: Int) throws -> [UInt8]? {
        guard !raw.isEmpty else { return nil }
        switch type {
        case "s":
            guard let number = Int(String(decoding: raw, as: UTF8.self)), let text = workbook.texts[number] else {
                throw Failure("\(place(column)) names a text that there is not", notes: ["`\(workbook.name)` is damaged"])
            }
            return text.isEmpty ? nil : WorkbookTexts.unescaped(text)
        case "str", "inlineStr": return WorkbookTexts.unescaped(raw)
        case "b": return Array((raw == [UInt8(ascii: "1")] ? "true" : "false").utf8)
        // The name of an error, such as `#DIV/0!`; a day as ISO 8601 has it.
        case "e", "d": return raw
        default:
            let text = String(decoding: raw, as: UTF8.self)
            guard let number = Double(text.trimmed), number.isFinite else {
                throw Failure(
                    "\(place(column)) has the number `\(text.shortened)`, which is none", notes: ["`\(workbook.name)` is damaged"])
            }
            return Array(written(number, workbook.styles.meaning(of: style)).utf8)
        }
    }

    private func written(_ number: Double, _ meaning: WorkbookStyles.Meaning) -> String {
        if meaning != .number, let text = SerialDate(number, countsFrom1904: workbook.countsFrom1904)?.text(hasTime: meaning == .moment) {
            return text
        }
        if let whole = Int(exactly: number) { return String(whole) }
        return decimal == "." ? number.description : String(number.description.map { $0 == "." ? "," : $0 })
    }
}

/// Names of cells: `C7`.
enum CellName {
    /// The column of a name, from 0; `nil` for a name without letters.
    static func column(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        var number = 0
        for byte in name.prefix(4) {
            guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) else { break }
            number = number * 26 + Int(byte - UInt8(ascii: "A")) + 1
        }
        return number == 0 ? nil : number - 1
    }

    static func text(column: Int, row: Int) -> String {
        var (letters, rest) = ("", column + 1)
        while rest > 0 {
            letters = String(Unicode.Scalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return "\(letters)\(row)"
    }

    /// The last row and the last column from 0 of a range such as `A2:C5`, or of one cell.
    static func end(_ range: String) -> (column: Int, row: Int)? {
        guard var last = range.split(separator: ":").last.map(String.init) else { return nil }
        guard let row = Int(last.drop { $0.isLetter }) else { return nil }
        return last.withUTF8 { column($0) }.map { ($0, row) }
    }
}
