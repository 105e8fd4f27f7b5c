internal import MLKitCore
internal import SystemPackage

/// A sheet of a workbook as a file of values between tabs, written once into a scratch folder and read from there as any
/// delimited file: what columns are is found out, cleaned and held to the schema in one way.
///
/// The first row with values is the header, and its first and last cell are the sides of the table. Rows without values are
/// left out.
struct SheetFile {
    let workbook: Workbook
    let options: ReadingOptions
    let scratch: FilePath

    /// What the sheet is read by once it is written.
    var writtenOptions: ReadingOptions { TabbedText.options(options) }

    /// The sheet that is read where none is named, and the others that can be seen.
    struct Choice {
        let sheet: String
        let others: [String]
    }

    /// `nil` where a sheet is named.
    var choice: Choice? {
        guard options.sheet == nil, let sheet = try? workbook.sheet(named: nil).name else { return nil }
        return Choice(sheet: sheet, others: workbook.sheets.filter { !$0.isHidden && $0.name != sheet }.map(\.name))
    }

    /// - Returns: where the file stands, and what is to be told of the choice of the sheet.
    /// - Throws: `Failure` for a sheet without values, values beside the table, formulas without their values, and cells that are
    ///   merged.
    func write() throws -> (path: FilePath, warning: String?) {
        let sheet = try workbook.sheet(named: options.sheet)
        var cells = try SheetCells(workbook, sheet, decimal: options.decimal ?? ".")
        var (sides, first) = (nil as ClosedRange<Int>?, 0)
        let path = try ScratchFile.write(into: scratch, for: workbook.name) { write in
            while try cells.next() {
                guard cells.row > options.skip, let left = cells.cells.first?.column, let right = cells.cells.last?.column else { continue }
                let table = sides ?? left...max(right, left + (options.names?.count ?? 1) - 1)
                if sides == nil { (sides, first) = (table, cells.row) }
                try check(cells, table, sheet)
                try Self.line(cells.cells, table).withUnsafeBytes { try write($0) }
            }
        }
        guard let sides else { throw Failure("the sheet `\(sheet.name)` of `\(workbook.name)` has no values") }
        try checkMerged(cells.merged, sides, first, sheet)
        return (path, options.sheet == nil ? warning(sheet) : nil)
    }

    private func warning(_ sheet: Workbook.Sheet) -> String? {
        let count = workbook.sheets.count { !$0.isHidden }
        guard count > 1 else { return nil }
        return "`\(workbook.name)` has \(count) sheets, of which the first is read, `\(sheet.name)`: `read: {sheet: \(sheet.name)}` says so"
    }

    /// A value beside the table is one of a row that has too many.
    private func check(_ cells: SheetCells, _ table: ClosedRange<Int>, _ sheet: Workbook.Sheet) throws {
        guard options.ragged == .refuse, let beside = cells.cells.first(where: { !table.contains($0.column) }) else { return }
        let name = CellName.text(column: beside.column, row: cells.row)
        throw Failure(
            "the cell \(name) of the sheet `\(sheet.name)` in `\(workbook.name)` stands beside the table, which has the columns of "
                + "its first row",
            hint: "take it out; `read: {ragged: fill}` leaves such values out, `drop` their rows; `skip` leaves out what stands above "
                + "the header")
    }

    /// Of merged cells only the first has the value: the others would be taken for missing ones.
    private func checkMerged(_ merged: [String], _ table: ClosedRange<Int>, _ first: Int, _ sheet: Workbook.Sheet) throws {
        let inside = merged.filter { range in
            guard let end = CellName.end(range) else { return false }
            return end.row >= first && end.column >= table.lowerBound
        }
        guard let range = inside.first else { return }
        let others = inside.count > 1 ? " and \(inside.count - 1) others" : ""
        throw Failure(
            "the cells \(range)\(others) of the sheet `\(sheet.name)` in `\(workbook.name)` are merged, so that only the first has a value",
            hint: "unmerge them, and fill in what belongs to each; `skip` leaves out what stands above the header")
    }

    /// Values from the left side of the table to its right, or beyond.
    private static func line(_ cells: [(column: Int, value: [UInt8])], _ table: ClosedRange<Int>) -> [UInt8] {
        var (line, column) = ([UInt8](), table.lowerBound)
        // What stands to the left of the table comes behind it: it makes the row one with too many values.
        let (inside, left) = (cells.filter { $0.column >= table.lowerBound }, cells.filter { $0.column < table.lowerBound })
        for cell in inside {
            while column < cell.column {
                line.append(UInt8(ascii: "\t"))
                column += 1
            }
            TabbedText.append(cell.value, to: &line)
        }
        while column < table.upperBound {
            line.append(UInt8(ascii: "\t"))
            column += 1
        }
        for cell in left {
            line.append(UInt8(ascii: "\t"))
            TabbedText.append(cell.value, to: &line)
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
