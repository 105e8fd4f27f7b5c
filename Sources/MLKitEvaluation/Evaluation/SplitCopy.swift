internal import MLKitCore
internal import MLKitReports
internal import MLKitTables
internal import SystemPackage

/// Refuses a validation split that is the test split again: what is selected on it is selected on the test split.
enum SplitCopy {
    /// Fewer rows may be the same by chance.
    private static let fewest = 10
    /// From so many rows on, half of them are enough.
    private static let many = 100

    /// - Throws: `Failure` if both are the same file.
    static func check(_ valid: FilePath, _ test: FilePath, _ files: any FileSystem) throws {
        guard try files.hash(valid) == files.hash(test) else { return }
        throw failure("the validation split and the test split are the same file")
    }

    /// - Throws: `Failure` if the rows of one are in the other, where rows do not repeat anyway.
    static func check(_ valid: Table, _ test: Table) throws {
        let (own, others) = (keys(valid), keys(test))
        let (few, rest) = own.count <= others.count ? (own, others) : (others, own)
        let distinct = Set(few).count
        guard few.count >= fewest, distinct * 10 >= few.count * 9 else { return }
        var left = [Int: Int]()
        for key in rest { left[key, default: 0] += 1 }
        let shared = few.count { key in
            guard let count = left[key], count > 0 else { return false }
            left[key] = count - 1
            return true
        }
        guard shared == few.count || (few.count >= many && distinct * 100 >= few.count * 99 && shared * 2 >= few.count) else { return }
        throw failure("\(shared) of \(plural(valid.rowCount, "row")) of the validation split are rows of the test split")
    }

    private static func failure(_ what: String) -> Failure {
        Failure(
            "\(what): what is selected on them is selected on the test split",
            hint: "split the rows in three parts, or say what it is with `select: {…, on: test}`")
    }

    /// One number a row, the same for rows that are the same in every column.
    private static func keys(_ table: Table) -> [Int] {
        var keys = [Int](repeating: 0, count: table.rowCount)
        for column in table.columns {
            switch column.values {
            case .numeric(let numbers):
                for (row, number) in numbers.enumerated() { keys[row] = mixed(keys[row], number.isNaN ? 1 : number.hashValue) }
            case .text(let texts):
                let hashes = texts.categories.map { ByteText($0).hashValue }
                for (row, code) in texts.codes.enumerated() { keys[row] = mixed(keys[row], code < 0 ? 1 : hashes[Int(code)]) }
            }
        }
        return keys
    }

    private static func mixed(_ first: Int, _ second: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(first)
        hasher.combine(second)
        return hasher.finalize()
    }
}
