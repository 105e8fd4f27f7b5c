internal import MLKitCore
internal import MLKitSignature

/// The rows of a database's query, as texts: numbers as they are written in full, so that none loses a digit.
final class SQLiteRows: RowSource {
    private let statement: SQLiteStatement
    private let name: String
    /// The places of the wanted columns; `nil` for one that the query lacks.
    private let places: [Int32?]
    private let columns: [String]
    /// What the texts of each column have before decimal places, and so its numbers too.
    private let decimals: [UInt8]
    /// The texts of a batch, end to end.
    private var texts: [UInt8] = []
    private var row = 0

    /// - Parameter wanted: the columns that batches have, in their order; one that the query lacks has no values.
    init(_ file: SQLiteFile, _ query: String, wanted: [String], options: ReadingOptions) throws {
        decimals = wanted.map { options.numbers(of: $0)?.decimal ?? UInt8(ascii: ".") }
        statement = try SQLiteStatement(file, query)
        name = file.name
        columns = wanted
        let known = statement.columns
        places = wanted.map { known.firstIndex(ofBytes: $0).map(Int32.init) }
    }

    deinit { room?.deallocate() }

    private var room: UnsafeMutablePointer<UInt8>?

    func next(_ batch: FieldBatch) throws -> Bool {
        texts.removeAll(keepingCapacity: true)
        var ends = [Int]()
        batch.rows = 0
        while batch.rows < batch.capacity, try statement.step() {
            row += 1
            for (index, place) in places.enumerated() {
                ends.append(try place.map { try take($0, index) } == true ? texts.count : -1)
            }
            batch.rows += 1
        }
        fill(batch, ends)
        return batch.rows > 0
    }

    /// Takes a value behind the others; whether there is one.
    private func take(_ place: Int32, _ index: Int) throws -> Bool {
        let column = columns[index]
        switch statement.type(place) {
        case SQLiteLibrary.nullType: return false
        case SQLiteLibrary.integerType: texts.append(contentsOf: String(statement.integer(place)).utf8)
        case SQLiteLibrary.doubleType:
            let digits = statement.double(place).description.utf8
            texts.append(contentsOf: digits.map { $0 == UInt8(ascii: ".") ? decimals[index] : $0 })
        case SQLiteLibrary.textType:
            let bytes = statement.bytes(place)
            guard UTF8Check.isValid(bytes) else { throw Failure("the column `\(column)` of `\(name)` is not UTF-8 text in row \(row)") }
            texts.append(contentsOf: bytes)
        default:
            throw Failure(
                "the column `\(column)` of `\(name)` has bytes in row \(row), which are no value of a table",
                hint: "leave it out by `read: {query: …}`, or turn it into text: `hex(\(column))`")
        }
        return true
    }

    /// Points the batch to the texts, where they stay until the next one.
    private func fill(_ batch: FieldBatch, _ ends: [Int]) {
        room?.deallocate()
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: max(texts.count, 1))
        room.initialize(from: texts, count: texts.count)
        self.room = room
        var start = 0
        for (index, end) in ends.enumerated() {
            guard end >= 0 else {
                batch.fields[index] = .missing
                continue
            }
            batch.fields[index] = Field(start: UnsafePointer(room) + start, count: end - start)
            start = end
        }
    }
}
