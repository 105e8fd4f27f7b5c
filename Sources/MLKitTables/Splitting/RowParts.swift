internal import CEngines

/// To which part of a split each row of a table goes.
final class RowParts {
    /// One number a row: a part's place among `Part.allCases`, or `none` for a row that was left out.
    private let numbers: [UInt8]
    static let none: UInt8 = 255

    init(_ numbers: [UInt8]) {
        self.numbers = numbers
    }

    fileprivate subscript(row: Int64) -> Int32 {
        row >= 0 && row < numbers.count ? Int32(numbers[Int(row)]) : Int32(Self.none)
    }
}

extension TableEngine {
    /// Lets statements ask `part_of(row)`, by the row's number from 0.
    func register(_ parts: RowParts, to purpose: String) throws {
        let callbacks = library.callbacks
        var function = callbacks.createScalar()
        var (row, part) = (callbacks.createType(DuckDBType.bigInteger.rawValue), callbacks.createType(DuckDBType.integer.rawValue))
        defer {
            callbacks.destroyType(&row)
            callbacks.destroyType(&part)
            callbacks.destroyScalar(&function)
        }
        callbacks.nameScalar(function, "part_of")
        callbacks.addParameter(function, row)
        callbacks.setReturn(function, part)
        callbacks.setScalarExtra(function, Unmanaged.passRetained(parts).toOpaque()) { pointer in
            if let pointer { Unmanaged<RowParts>.fromOpaque(pointer).release() }
        }
        callbacks.setScalar(function) { info, chunk, vector in
            guard let callbacks = EngineCallbacks.current, let extra = callbacks.scalarExtra(info),
                let rows = callbacks.data(callbacks.vector(chunk, 0))?.assumingMemoryBound(to: Int64.self),
                let out = callbacks.data(vector)?.assumingMemoryBound(to: Int32.self)
            else { return }
            let parts = Unmanaged<RowParts>.fromOpaque(extra).takeUnretainedValue()
            for index in 0..<Int(callbacks.size(chunk)) { out[index] = parts[rows[index]] }
        }
        guard callbacks.registerScalar(connection, function) == 0 else { throw failure(nil, purpose) }
    }
}
