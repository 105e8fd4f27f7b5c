internal import CEngines

/// A number for each row of a table, which statements ask for.
final class RowNumbers {
    private let count: Int
    private let number: (Int) -> Int32

    /// To which part of a split each row goes.
    ///
    /// - Parameter parts: of each row a part's place among `Part.allCases`, or `RowParts.none`.
    init(parts: [UInt8]) {
        count = parts.count
        number = { Int32(parts[$0]) }
    }

    /// How often each row is written.
    init(copies: [Int32]) {
        count = copies.count
        number = { copies[$0] }
    }

    fileprivate subscript(row: Int64) -> Int32 { row >= 0 && row < count ? number(Int(row)) : Int32(RowParts.none) }
}

enum RowParts {
    /// The part of a row that was left out.
    static let none: UInt8 = 255
}

extension TableEngine {
    /// Lets statements ask `part_of(row)` or the like, by the row's number from 0.
    func register(_ numbers: RowNumbers, named name: String, to purpose: String) throws {
        let callbacks = try loaded().callbacks
        var function = callbacks.createScalar()
        var (row, part) = (callbacks.createType(DuckDBType.bigInteger.rawValue), callbacks.createType(DuckDBType.integer.rawValue))
        defer {
            callbacks.destroyType(&row)
            callbacks.destroyType(&part)
            callbacks.destroyScalar(&function)
        }
        callbacks.nameScalar(function, name)
        callbacks.addParameter(function, row)
        callbacks.setReturn(function, part)
        callbacks.setScalarExtra(function, Unmanaged.passRetained(numbers).toOpaque()) { pointer in
            if let pointer { Unmanaged<RowNumbers>.fromOpaque(pointer).release() }
        }
        callbacks.setScalar(function) { info, chunk, vector in
            guard let callbacks = EngineCallbacks.current, let extra = callbacks.scalarExtra(info),
                let rows = callbacks.data(callbacks.vector(chunk, 0))?.assumingMemoryBound(to: Int64.self),
                let out = callbacks.data(vector)?.assumingMemoryBound(to: Int32.self)
            else { return }
            let numbers = Unmanaged<RowNumbers>.fromOpaque(extra).takeUnretainedValue()
            for index in 0..<Int(callbacks.size(chunk)) { out[index] = numbers[rows[index]] }
        }
        guard callbacks.registerScalar(try connected(), function) == 0 else { throw failure(nil, purpose) }
    }
}
